package signin

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
)

func TestALinkLetsIn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := h.browser(t)
		b.goes(b.get("/inde?side=2"), "/log-ind?videre=%2Finde%3Fside%3D2")
		if p := b.get("/log-ind?videre=%2Finde%3Fside%3D2"); p.status != 200 || !strings.Contains(p.body, `value="/inde?side=2"`) {
			t.Errorf("%d %s", p.status, p.body)
		}
		b.goes(b.do("POST", "/log-ind", "email", " Carlo@Egelund.example ", "videre", "/inde?side=2"), "/log-ind/kode")
		must(t, h.runner.Drain(t.Context()))
		link, _ := h.letter(t, "carlo@egelund.example")
		for range 3 { // a mail scanner, and people who look twice
			if p := b.get(link); p.status != 200 || !strings.Contains(p.body, "carlo@egelund.example") {
				t.Fatalf("%d %s", p.status, p.body)
			}
		}
		if b.isIn() {
			t.Error("opening the link was enough")
		}
		b.goes(b.do("POST", link), "/inde?side=2")
		if p := b.get("/inde"); p.body != "Carlo Eng of Egelund, staff false" {
			t.Errorf("in as %q", p.body)
		}
		if n := h.count(t, `audit WHERE code = 'signin.opened' AND object = $1`, string(h.carlo)); n != 1 {
			t.Errorf("noted %d times", n)
		}
	})
}

func TestACodeLetsIn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := h.browser(t)
		_, code := b.mailed("bodil@egelund.example")
		if p := b.get("/log-ind/kode"); p.status != 200 || !strings.Contains(p.body, "bodil@egelund.example") {
			t.Errorf("%d %s", p.status, p.body)
		}
		b.goes(b.do("POST", "/log-ind/kode", "kode", " "+code+" "), "/kommune")
		if !b.isIn() {
			t.Error("not in")
		}
		b.goes(b.get("/log-ind"), "/kommune")
		b.goes(b.get("/log-ind?videre=/mig"), "/mig")
	})
}

func TestEverybodyLandsWhereTheyWork(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	for email, to := range map[string]string{
		"bodil@egelund.example": "/kommune", "carlo@egelund.example": "/", "signe@forening.example": "/sekretariat",
	} {
		for _, asked := range []string{"", "/", "/inde"} { // the front page is where everybody comes from
			b := h.browser(t)
			b.do("POST", "/log-ind", "email", email, "videre", asked)
			must(t, h.runner.Drain(t.Context()))
			link, _ := h.letter(t, email)
			if asked == "/inde" {
				to = asked
			}
			b.goes(b.do("POST", link), to)
		}
	}
}

// V6.5.1: link and code count once, together.
func TestV6_5_1_LinkAndCodeCountOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := h.browser(t)
		link, code := b.mailed("carlo@egelund.example")
		browserCookie := b.cookie("__Host-faelled-log-ind")
		dbtest.Warm(t, h.d, 4)
		var (
			all sync.WaitGroup
			mu  sync.Mutex
			in  int
		)
		for i := range 8 {
			all.Go(func() {
				var out outcome
				err := h.d.Write(t.Context(), theSystem, func(ctx context.Context, tx *db.Tx) (err error) {
					secret, _, _ := strings.Cut(browserCookie, ".")
					if i%2 == 0 {
						out, err = useLink(ctx, tx, strings.TrimPrefix(link, "/log-ind/"), secret, "")
					} else {
						out, err = useCode(ctx, tx, code, secret, "")
					}
					return err
				})
				mu.Lock()
				defer mu.Unlock()
				if err == nil && out.Token != "" {
					in++
				}
			})
		}
		all.Wait()
		if in != 1 || h.count(t, `sessions`) != 1 {
			t.Errorf("let in %d times, %d sessions", in, h.count(t, `sessions`))
		}
		for _, p := range []page{b.get(link), b.do("POST", link)} {
			if p.status != http.StatusGone || !strings.Contains(p.body, `action="/log-ind"`) {
				t.Errorf("a used link: %d", p.status)
			}
		}
		if p := b.do("POST", "/log-ind/kode", "kode", code); p.status != 422 || b.isIn() {
			t.Errorf("a used code: %d", p.status)
		}
	})
}

// V6.6.2: they count only where they were asked for.
func TestV6_6_2_LinkAndCodeCountOnlyInTheBrowserThatAsked(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b, other := h.browser(t), h.browser(t)
		link, code := b.mailed("carlo@egelund.example")
		if p := other.get(link); p.status != 200 || !strings.Contains(p.body, "Skriv koden i den anden browser") || strings.Contains(p.body, "carlo@") {
			t.Errorf("%d %s", p.status, p.body)
		}
		if p := other.do("POST", link); p.status != http.StatusGone || other.isIn() {
			t.Errorf("the link elsewhere: %d", p.status)
		}
		if p := other.do("POST", "/log-ind/kode", "kode", code); p.status != http.StatusGone || other.isIn() {
			t.Errorf("the code in a browser that asked nothing: %d", p.status)
		}
		other.mailed("bodil@egelund.example")
		if p := other.do("POST", "/log-ind/kode", "kode", code); p.status != 422 || other.isIn() {
			t.Errorf("the code in a browser that asked for another: %d", p.status)
		}
		if p := other.do("POST", link); p.status != http.StatusGone || other.isIn() {
			t.Errorf("the link in a browser that asked for another: %d", p.status)
		}
		b.goes(b.do("POST", "/log-ind/kode", "kode", code), "/") // and it still works at home
	})
}

func TestALinkGrowsOld(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := h.browser(t)
		b.goes(b.do("POST", "/log-ind", "email", "carlo@egelund.example", "videre", "/inde"), "/log-ind/kode")
		must(t, h.runner.Drain(t.Context()))
		link, code := h.letter(t, "carlo@egelund.example")
		h.pass(15*time.Minute - time.Microsecond)
		if p := b.get(link); p.status != 200 {
			t.Errorf("after less than 15 minutes: %d", p.status)
		}
		h.pass(time.Microsecond)
		for _, p := range []page{b.get(link), b.do("POST", link), b.get("/log-ind/findesikke")} {
			if p.status != http.StatusGone || !strings.Contains(p.body, "gælder ikke længere") || !strings.Contains(p.body, `action="/log-ind"`) {
				t.Errorf("%d %s", p.status, p.body)
			}
		}
		if p := b.do("POST", "/log-ind/kode", "kode", code); p.status != 422 || !strings.Contains(p.body, "Bed om en ny mail") || b.isIn() {
			t.Errorf("%d %s", p.status, p.body)
		}
		for _, p := range []page{b.get(link), b.do("POST", link), h.browser(t).get(link)} { // the page that was asked for is not
			if !strings.Contains(p.body, `name="videre" value="/inde"`) {
				t.Errorf("%s", p.body)
			}
		}
	})
}

func TestAnOlderMailOfTheSameBrowserStillCounts(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	b := h.browser(t)
	first, _ := b.mailed("carlo@egelund.example")
	h.pass(time.Minute)
	second, _ := b.mailed("carlo@egelund.example")
	b.goes(b.do("POST", first), "/")
	if p := b.get(second); p.status != http.StatusGone {
		t.Errorf("the other one: %d", p.status)
	}
}

// V6.3.1: guessing is no use.
func TestV6_3_1_FiveWrongCodesEndACode(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := h.browser(t)
		link, code := b.mailed("carlo@egelund.example")
		wrong := fmt.Sprintf("%06d", (number(code)+1)%1_000_000)
		for range 5 {
			if p := b.do("POST", "/log-ind/kode", "kode", wrong); p.status != 422 || !strings.Contains(p.body, "Koden passer ikke") {
				t.Fatalf("%d %s", p.status, p.body)
			}
		}
		if p := b.do("POST", "/log-ind/kode", "kode", code); p.status != 422 || !strings.Contains(p.body, "for mange gange") || b.isIn() {
			t.Errorf("the right code as the sixth: %d %s", p.status, p.body)
		}
		b.goes(b.do("POST", link), "/") // the link cannot be guessed
	})
}

// In one browser ten wrong codes a day end all codes, in all browsers together
// thirty do: but not where the address was proved before, nor for other addresses.
func TestV6_3_1_WrongCodesEndCodesForADay(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		home := h.enters(t, "carlo@egelund.example")
		home.do("POST", "/log-ud")
		fails := func(b *client, with string) {
			t.Helper()
			if p := b.do("POST", "/log-ind/kode", "kode", with); p.status != 422 || b.isIn() {
				t.Errorf("%d", p.status)
			}
		}
		guesses := func(b *client) {
			for range 5 {
				fails(b, fmt.Sprintf("%06d", (number(b.code(t))+1)%1_000_000))
			}
			h.pass(time.Hour)
		}
		one := h.browser(t)
		for range 2 {
			one.mailed("carlo@egelund.example")
			guesses(one)
		}
		link, code := one.mailed("carlo@egelund.example")
		fails(one, code)
		one.goes(one.do("POST", link), "/") // the link cannot be guessed
		for range 4 {
			b := h.browser(t)
			_, code := b.mailed("carlo@egelund.example")
			b.goes(b.do("POST", "/log-ind/kode", "kode", code), "/") // it takes more than one browser
			b = h.browser(t)
			b.mailed("carlo@egelund.example")
			guesses(b)
		}
		b := h.browser(t)
		link, code = b.mailed("carlo@egelund.example")
		fails(b, code)
		_, code = home.mailed("carlo@egelund.example")
		home.goes(home.do("POST", "/log-ind/kode", "kode", code), "/")
		other := h.browser(t)
		_, code = other.mailed("bodil@egelund.example")
		other.goes(other.do("POST", "/log-ind/kode", "kode", code), "/kommune")
		b.goes(b.do("POST", link), "/")
		h.pass(24 * time.Hour)
		again := h.browser(t)
		_, code = again.mailed("carlo@egelund.example")
		again.goes(again.do("POST", "/log-ind/kode", "kode", code), "/")
	})
}

// code is that of the latest mail to carlo.
func (b *client) code(t *testing.T) string {
	t.Helper()
	_, code := b.h.letter(t, "carlo@egelund.example")
	return code
}

// Many guesses at the same moment are counted one by one.
func TestV6_3_1_ACrowdOfGuessesIsCounted(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := h.browser(t)
		_, code := b.mailed("carlo@egelund.example")
		dbtest.Warm(t, h.d, 8)
		guess(t, h, b, number(code), 24)
		if n := wrongCodes(t, h); n != tries {
			t.Errorf("%d guesses were taken", n)
		}
	})
}

// Without the lock the test above must fail, or it proves nothing.
func TestWithoutTheLockMoreGuessesAreTaken(t *testing.T) {
	h := newHouse(t, dbtest.Postgres(t))
	b := h.browser(t)
	_, code := b.mailed("carlo@egelund.example")
	dbtest.Warm(t, h.d, 8)
	dbtest.Unlocked(h.d, 8)
	guess(t, h, b, number(code), 8)
	if n := wrongCodes(t, h); n <= tries {
		t.Errorf("only %d guesses were taken", n)
	}
}

func guess(t *testing.T, h *house, b *client, code, crowd int) {
	t.Helper()
	secret, _, _ := strings.Cut(b.cookie("__Host-faelled-log-ind"), ".")
	var all sync.WaitGroup
	for i := range crowd {
		all.Go(func() {
			err := h.d.Write(t.Context(), theSystem, func(ctx context.Context, tx *db.Tx) error {
				_, err := useCode(ctx, tx, fmt.Sprintf("%06d", (code+1+i)%1_000_000), secret, "")
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func wrongCodes(t *testing.T, h *house) int64 {
	t.Helper()
	var n count
	h.write(t, func(ctx context.Context, tx *db.Tx) (err error) {
		n, err = countWrong(ctx, tx, "carlo@egelund.example", "", time.Time{})
		return err
	})
	return n.All
}

func number(code string) (n int) {
	fmt.Sscan(code, &n)
	return n
}

// V2.4.1: one browser gets no more than five mails to an address in a quarter of
// an hour, and the page says nothing of it.
func TestV2_4_1_FiveMailsInAWindow(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := h.browser(t)
		var first page
		for i := range 8 {
			b.goes(b.do("POST", "/log-ind", "email", "carlo@egelund.example"), "/log-ind/kode")
			if p := b.get("/log-ind/kode"); i == 0 {
				first = p
			} else if p.status != first.status || p.body != first.body {
				t.Errorf("the page after mail %d is another one", i+1)
			}
			h.pass(time.Second)
		}
		must(t, h.runner.Drain(t.Context()))
		if n := len(h.box.To("carlo@egelund.example")); n != 5 {
			t.Errorf("%d mails", n)
		}
		link, _ := h.letter(t, "carlo@egelund.example")
		if p := b.get(link); p.status != 200 {
			t.Errorf("the fifth link: %d", p.status)
		}
		h.browser(t).mailed("carlo@egelund.example") // another browser is not held up
		if n := len(h.box.To("carlo@egelund.example")); n != 6 {
			t.Errorf("%d mails", n)
		}
		h.pass(15 * time.Minute)
		b.mailed("carlo@egelund.example")
		if n := len(h.box.To("carlo@egelund.example")); n != 7 {
			t.Errorf("%d mails after the window", n)
		}
	})
}

// V2.4.1: nobody can keep anybody from signing in. However many mails others ask
// for, the browser in which an address was proved lately gets its own.
func TestV2_4_1_NobodyIsHeldUpByOthers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		home := h.enters(t, "carlo@egelund.example")
		home.do("POST", "/log-ud")
		if known := home.cookie("__Host-faelled-kendt"); len(known) != secretLen || home.cookie("__Host-faelled-log-ind") != "" {
			t.Fatalf("known by %q", known)
		}
		h.pass(knownFor - time.Minute)
		h.write(t, Retain)
		for i := range 40 {
			h.write(t, func(ctx context.Context, tx *db.Tx) error {
				return ask(ctx, tx, "carlo@egelund.example", fmt.Sprint("browser ", i), "")
			})
		}
		must(t, h.runner.Drain(t.Context()))
		if n := len(h.box.To("carlo@egelund.example")); n != 1+mailsAll {
			t.Errorf("%d mails", n)
		}
		other := h.enters(t, "bodil@egelund.example") // known, but not for this address
		for _, b := range []*client{h.browser(t), other} {
			b.mailed("carlo@egelund.example")
			if n := len(h.box.To("carlo@egelund.example")); n != 1+mailsAll {
				t.Errorf("%d mails", n)
			}
		}
		link, _ := home.mailed("carlo@egelund.example")
		home.goes(home.do("POST", link), "/")
		if n := len(h.box.To("carlo@egelund.example")); n != 2+mailsAll {
			t.Errorf("%d mails", n)
		}
	})
}

// What a known browser is known by is forgotten in time, and until then nothing
// else is kept.
func TestABrowserIsForgotten(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := h.browser(t)
		b.do("POST", "/log-ind", "email", "carlo@egelund.example", "videre", "/inde")
		must(t, h.runner.Drain(t.Context()))
		link, _ := h.letter(t, "carlo@egelund.example")
		b.goes(b.do("POST", link), "/inde")
		h.browser(t).mailed("carlo@egelund.example") // leads to nothing
		h.pass(keepRequests + time.Minute)
		h.write(t, Retain)
		if h.count(t, `sign_ins`) != 1 || h.count(t, `sign_ins WHERE next = ''`) != 1 {
			t.Errorf("%d wishes", h.count(t, `sign_ins`))
		}
		h.pass(knownFor)
		h.write(t, Retain)
		if n := h.count(t, `sign_ins`); n != 0 {
			t.Errorf("%d wishes", n)
		}
	})
}

// A code is looked at only for the address that is locked: the browser may have
// asked for another one meanwhile.
func TestACodeIsForTheAddressThatWasAskedForLast(t *testing.T) {
	h := newHouse(t, dbtest.Postgres(t))
	b := h.browser(t)
	_, code := b.mailed("carlo@egelund.example")
	secret, _, _ := strings.Cut(b.cookie("__Host-faelled-log-ind"), ".")
	locked, out := make(chan struct{}), make(chan outcome, 1)
	h.write(t, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, db.SignIns, "carlo@egelund.example"); err != nil {
			return err
		}
		go func() {
			close(locked)
			var o outcome
			if err := h.d.Write(t.Context(), theSystem, func(ctx context.Context, tx *db.Tx) (err error) {
				o, err = useCode(ctx, tx, fmt.Sprintf("%06d", number(code)), secret, "")
				return err
			}); err != nil {
				t.Error(err)
			}
			out <- o
		}()
		<-locked
		h.untilOneWaits(t)
		h.pass(time.Second)
		return h.d.Write(t.Context(), theSystem, func(ctx context.Context, tx *db.Tx) error {
			return ask(ctx, tx, "bodil@egelund.example", secret, "")
		})
	})
	if o := <-out; o.Fault != "signin.code_dead" {
		t.Errorf("%+v", o)
	}
}

// untilOneWaits is until a command waits for another one's lock.
func (h *house) untilOneWaits(t *testing.T) {
	t.Helper()
	for range 500 {
		if h.count(t, `pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`) > 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("no command waits")
}

// V6.3.8: nobody can find out who has an account.
func TestV6_3_8_KnownAndUnknownAddressesAreAnsweredAlike(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		shown := map[string]bool{}
		for _, email := range []string{"carlo@egelund.example", "ukendt@egelund.example", "ukendt@andet.example"} {
			b := h.browser(t)
			p := b.do("POST", "/log-ind", "email", email)
			b.goes(p, "/log-ind/kode")
			next := b.get("/log-ind/kode")
			wrong := b.do("POST", "/log-ind/kode", "kode", "000000")
			for i, p := range []page{p, next, wrong} {
				shown[fmt.Sprint(i, p.status, strings.ReplaceAll(p.body, email, "X"))] = true
			}
		}
		if len(shown) != 3 {
			t.Errorf("%d different answers to three steps", len(shown))
		}
		if n := h.count(t, `jobs WHERE kind = 'signin.mail'`); n != 3 {
			t.Errorf("%d jobs", n)
		}
	})
}

func TestAnAddressThatIsNone(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := h.browser(t)
		p := b.do("POST", "/log-ind", "email", "carlo@egelund", "videre", "/inde")
		if p.status != 422 || !strings.Contains(p.body, `value="carlo@egelund"`) || !strings.Contains(p.body, `value="/inde"`) ||
			!strings.Contains(p.body, "Skriv hele mailadressen") || !strings.Contains(p.body, "<title>Fejl:") {
			t.Errorf("%d %s", p.status, p.body)
		}
		if n := h.count(t, `sign_ins`) + h.count(t, `jobs`); n != 0 {
			t.Errorf("%d rows", n)
		}
		b.goes(b.get("/log-ind/kode"), "/log-ind")
		b.mailed("carlo@egelund.example")
		if p := b.do("POST", "/log-ind/kode", "kode", "12345"); p.status != 422 || !strings.Contains(p.body, "seks cifre") || !strings.Contains(p.body, `value="12345"`) {
			t.Errorf("%d %s", p.status, p.body)
		}
	})
}

// V3.7.2: signing in leads nowhere else.
func TestV3_7_2_GoesOnlyInside(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	for _, next := range []string{"https://x.example/", "//x.example", `/\x.example`, "javascript:alert(1)", "/log-ud", "/log-ind/kode", "/\t/x.example", "/"} {
		b := h.browser(t)
		b.goes(b.do("POST", "/log-ind", "email", "carlo@egelund.example", "videre", next), "/log-ind/kode")
		must(t, h.runner.Drain(t.Context()))
		link, _ := h.letter(t, "carlo@egelund.example")
		b.goes(b.do("POST", link), "/")
		h.pass(time.Hour)
	}
}
