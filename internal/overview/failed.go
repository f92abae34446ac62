package overview

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"faelled/internal/i18n"
)

// aboutJob says what a job of each kind does, as those who wait for it know it.
// What only the house needs has no word of its own.
var aboutJob = map[string]i18n.Key{
	"billing.issue":             i18n.Key("overview.job_invoice"),
	"billing.render":            i18n.Key("overview.job_invoice_file"),
	"meeting.cancelled":         i18n.Key("overview.job_cancelled"),
	"meeting.changed":           i18n.Key("overview.job_changed"),
	"people.answered":           i18n.Key("overview.job_answered"),
	"people.asked":              i18n.Key("overview.job_asked"),
	"people.left":               i18n.Key("overview.job_left"),
	"registration.cancelled":    i18n.Key("overview.job_cancelled"),
	"registration.changed":      i18n.Key("overview.job_changed"),
	"registration.confirm":      i18n.Key("overview.job_confirm"),
	"registration.notify_staff": i18n.Key("overview.job_notify"),
	"registration.receipt":      i18n.Key("overview.job_receipt"),
	"registration.settle":       i18n.Key("overview.job_settle"),
	"signin.mail":               i18n.Key("overview.job_signin"),
}

// failed tells what the latest failed jobs were about, the most frequent first:
// "Mail om et aflyst møde (3), kvittering til en kommune".
func (f deskFound) failed(ctx context.Context) string {
	count := map[i18n.Key]int{}
	for _, c := range f.Dead {
		count[cmp.Or(aboutJob[c.Kind], i18n.Key("overview.job_other"))]++
	}
	keys := slices.SortedFunc(maps.Keys(count), func(a, b i18n.Key) int { return cmp.Or(count[b]-count[a], cmp.Compare(a, b)) })
	list := make([]string, len(keys))
	for i, k := range keys {
		list[i] = i18n.T(ctx, string(k))
		if n := count[k]; n > 1 {
			list[i] += fmt.Sprintf(" (%d)", n)
		}
	}
	return capital(strings.Join(list, ", "))
}
