package overview

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"faelled/internal/billing"
	"faelled/internal/i18n"
	"faelled/internal/jobs"
	"faelled/internal/message"
	"faelled/internal/people"
	"faelled/internal/registration"
	"faelled/internal/signin"
)

// failed tells what the latest failed jobs were about, the most frequent first:
// "Mail om et aflyst møde (3) · Kvittering til en kommune". What only the house
// needs has no words of its own here.
func (f deskFound) failed(ctx context.Context) string {
	count := map[i18n.Key]int{}
	for _, c := range f.Dead {
		title := i18n.Key("overview.job_other")
		for _, some := range []jobs.Chores{people.Chores, signin.Chores, billing.Chores, registration.Chores, message.Chores} {
			title = cmp.Or(some[c.Kind].Title, title)
		}
		count[title]++
	}
	titles := slices.SortedFunc(maps.Keys(count), func(a, b i18n.Key) int { return cmp.Or(count[b]-count[a], cmp.Compare(a, b)) })
	list := make([]string, len(titles))
	for i, k := range titles {
		list[i] = i18n.T(ctx, string(k))
		if n := count[k]; n > 1 {
			list[i] += fmt.Sprintf(" (%d)", n)
		}
	}
	return strings.Join(list, " · ")
}
