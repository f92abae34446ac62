package message

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/registration"
	"faelled/internal/renewal"
	"faelled/internal/waiting"
)

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { fn(t, newWorld(t, d)) })
}

func (w *world) gathered(t *testing.T, m Message) (names []string) {
	t.Helper()
	m.Programme = w.network
	w.read(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
		c, err := gather(ctx, tx, m)
		names = nil
		for _, r := range c.List {
			names = append(names, r.Name)
		}
		return err
	})
	return names
}

func TestGroups(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for _, c := range []struct {
			m    Message
			want string
		}{
			{Message{Audience: Audience{Group: Members}}, "Bodil Ask, Carlo Eng, Dorte Mose"},
			{Message{Audience: Audience{Group: Registered}, Meeting: w.meetings[0]}, "Bodil Ask, Carlo Eng, Dorte Mose"},
			{Message{Audience: Audience{Group: Towns, Orgs: []id.Org{w.mosby}}}, "Dorte Mose"},
			{Message{Audience: Audience{Group: Towns, Region: "Region Midt"}}, "Bodil Ask, Carlo Eng"},
			{Message{Audience: Audience{Group: Contacts}}, "Bodil Ask, Dorte Mose"},
			{Message{Audience: Audience{Group: Contacts, Region: "Region Syd"}}, "Dorte Mose"},
			{Message{Audience: Audience{Group: Outside}}, "Esther Ravn"},
			{Message{Audience: Audience{Group: Outside, Region: "Region Syd"}}, ""},
			{Message{Audience: Audience{Group: NoOrder}}, "Dorte Mose"},
		} {
			if got := strings.Join(w.gathered(t, c.m), ", "); got != c.want {
				t.Errorf("%+v: %s, want %s", c.m.Audience, got, c.want)
			}
		}
	})
}

// Those who wait for room, and those who are silent about the next season.
func TestGroupsOfThoseWhoWait(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			m, err := meeting.ByID(ctx, tx, w.meetings[0])
			if err != nil {
				return err
			}
			m.Capacity = 3
			return meeting.Edit(ctx, tx, m)
		})
		w.write(t, w.esther, func(ctx context.Context, tx *db.Tx) error {
			_, err := waiting.Join(ctx, tx, waiting.Joining{Request: registration.Request{
				Programme: w.network, Meeting: w.meetings[0], Org: w.ravn, GLN: "5790000000005", OrderRef: "RK-9", BuyerRef: "Esther Ravn",
				Email: "esther@ravnsby.example", Accepted: money.DKK(3000 * 2), Guests: []people.Guest{{Name: "Finn Ravn", Email: "finn@ravnsby.example"}},
			}})
			return err
		})
		w.nextSeason(t)
		w.write(t, w.dorte, func(ctx context.Context, tx *db.Tx) error {
			return renewal.Decline(ctx, tx, renewal.No{Programme: w.next, Org: w.mosby, Reason: renewal.Price})
		})
		for _, c := range []struct {
			m    Message
			want string
		}{
			{Message{Audience: Audience{Group: Queueing}}, "Esther Ravn"},
			{Message{Audience: Audience{Group: Queueing}, Meeting: w.meetings[0]}, "Esther Ravn"},
			{Message{Audience: Audience{Group: Queueing}, Meeting: w.meetings[1]}, ""},
			{Message{Audience: Audience{Group: Silent}}, "Bodil Ask"}, // Mosby has said no
		} {
			if got := strings.Join(w.gathered(t, c.m), ", "); got != c.want {
				t.Errorf("%+v: %s, want %s", c.m, got, c.want)
			}
		}
	})
}

// Somebody who sent two registrations without a number gets one mail that names
// both.
func TestNobodyIsThereTwice(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.register(t, w.dorte, w.mosby, (4375-3000)*2, "", "Finn Mose", "finn@mosby.example")
		w.read(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			c, err := gather(ctx, tx, Message{Programme: w.network, Audience: Audience{Group: NoOrder}})
			if err != nil || len(c.List) != 1 || c.Doubles != 1 || strings.Count(c.List[0].Fields["tilmelding"], ", ") != 1 {
				t.Errorf("%+v %v", c, err)
			}
			return nil
		})
	})
}

// Whoever only sat at a meeting that is over is no member any more.
func TestWhoIsAMember(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `DELETE FROM seats WHERE meeting = $1 AND person = $2`, w.meetings[1], w.carlo.Person)
			return err
		})
		if got := w.gathered(t, Message{Audience: Audience{Group: Members}}); len(got) != 3 {
			t.Errorf("before the first meeting: %v", got)
		}
		w.pass(60 * 24 * time.Hour)
		if got := strings.Join(w.gathered(t, Message{Audience: Audience{Group: Members}}), ", "); got != "Bodil Ask, Dorte Mose" {
			t.Errorf("after it: %s", got)
		}
	})
}

func TestEachGetsItOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		m := w.sent(t, func(m *Message) {
			m.Meeting = w.meetings[0]
			m.Body = "{{navn}} fra {{kommune}}: {{møde}} {{dato}}, {{sted}}. {{rekvisition|Uden nummer}}"
		})
		w.expect(t, m.ID, Sending, Counts{Queued: 3})
		w.work(t)
		w.expect(t, m.ID, Sent, Counts{Arrived: 3})
		if n := len(w.box.Messages()); n != 3 {
			t.Fatalf("%d mails", n)
		}
		got := w.box.To("dorte@mosby.example")[0]
		want := "Dorte Mose fra Mosby: Konsulentrollen ved et kommunalvalg 2. juni 2026, Odense Congress Center, Odense. Uden nummer"
		if !strings.HasPrefix(got.Text, want) || got.Subject != "Kære Dorte" || got.ReplyTo != "netvaerk@centret.example" {
			t.Errorf("%q\n%s", got.Subject, got.Text)
		}
		if strings.Contains(string(got.Raw), "List-Unsubscribe") {
			t.Error("what is about a service has no way out")
		}
		if !strings.Contains(w.box.To("bodil@egelund.example")[0].Text, "RK-17") {
			t.Error("the requisition is missing")
		}
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error { // jobs run again change nothing
			for n := range int64(3) {
				if err := tx.Enqueue(ctx, "message.deliver", one{m.ID, n + 1}); err != nil {
					return err
				}
			}
			return nil
		})
		w.work(t)
		if n := len(w.box.Messages()); n != 3 {
			t.Errorf("%d mails after the jobs ran again", n)
		}
	})
}

func TestNothingIsSentWhileAFieldIsEmptyOrUnknown(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for body, want := range map[string]string{
			"Hej\n{{fornavnn}}":         "tekst message.no_such_field 2: {{fornavnn}}",
			"Hej\n\n{{rekvisition}}":    "tekst message.lacks_field 3: {{rekvisition}} (1)",
			"Hej {{navn":                "tekst message.no_such_field 1: {{",
			"{{dato}}":                  "tekst message.lacks_field 1: {{dato}} (3)",
			"":                          "tekst message.no_body ",
			"{{rekvisition|intet}} hej": "",
		} {
			m := w.draft(t, func(m *Message) { m.Body = body })
			err := w.d.Write(t.Context(), w.staff, func(ctx context.Context, tx *db.Tx) error { return Send(ctx, tx, Order{m.ID, m.Version}) })
			if got := strings.Join(keysOf(err), ", "); got != want {
				t.Errorf("%q: %s, want %s (%v)", body, got, want, err)
			}
		}
	})
}

func TestNoCPR(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		m := w.draft(t, nil)
		m.Body = "Hej 070761-4285"
		err := w.d.Write(t.Context(), w.staff, func(ctx context.Context, tx *db.Tx) error { return Write(ctx, tx, m) })
		if got := keysOf(err); !slices.Contains(got, "tekst message.cpr ") {
			t.Error(got, err)
		}
	})
}

func TestScheduled(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		m := w.draft(t, nil)
		plan := func(after time.Duration) {
			t.Helper()
			now, _ := w.message(t, m.ID)
			w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
				return Schedule(ctx, tx, Order{m.ID, now.Version}, w.now.Add(after))
			})
		}
		plan(time.Hour)
		plan(3 * time.Hour) // moved
		w.pass(2 * time.Hour)
		w.work(t)
		w.expect(t, m.ID, Scheduled, nil)
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error { return CallBack(ctx, tx, m.ID) })
		w.pass(2 * time.Hour)
		w.work(t)
		w.expect(t, m.ID, Draft, nil)
		plan(time.Hour)
		w.pass(time.Hour)
		w.work(t)
		w.expect(t, m.ID, Sent, Counts{Arrived: 3})
		if err := w.d.Write(t.Context(), w.staff, func(ctx context.Context, tx *db.Tx) error { return CallBack(ctx, tx, m.ID) }); !problem.Is(err, problem.Invalid) {
			t.Error("what has begun is called back:", err)
		}
	})
}

// What is missing when the time has come is told, and nothing is sent.
func TestAScheduledMessageThatLacksSomething(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		m := w.draft(t, func(m *Message) { m.Audience.Group, m.Body = Contacts, "{{rekvisition|nummeret}} {{tilmelding}}" })
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			return Schedule(ctx, tx, Order{m.ID, m.Version}, w.now.Add(time.Hour))
		})
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE messages SET body = '{{sted}}' WHERE id = $1`, m.ID)
			return err
		})
		w.pass(time.Hour)
		w.work(t)
		got, _ := w.message(t, m.ID)
		if got.State != Draft || got.Held != "1: {{sted}} (2)" || len(w.box.Messages()) > 0 {
			t.Errorf("%+v", got)
		}
	})
}

// The house was away from before a meeting until after it.
func TestAReminderIsNotSentAfterTheMeeting(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		m := w.draft(t, func(m *Message) { m.Meeting = w.meetings[0] })
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			return Schedule(ctx, tx, Order{m.ID, m.Version}, w.now.Add(24*time.Hour))
		})
		w.pass(60 * 24 * time.Hour)
		w.work(t)
		w.expect(t, m.ID, Draft, nil)
		if n := len(w.box.Messages()); n != 0 {
			t.Errorf("%d got it", n)
		}
	})
}

// The meeting is moved, or cancelled, after "we meet tomorrow" was scheduled.
func TestAReminderOfAnotherMeetingIsHeld(t *testing.T) {
	for name, change := range map[string]func(context.Context, *db.Tx, meeting.Meeting) error{
		"moved": func(ctx context.Context, tx *db.Tx, m meeting.Meeting) error {
			m.Day = "2026-06-23"
			return meeting.Edit(ctx, tx, m)
		},
		"cancelled": func(ctx context.Context, tx *db.Tx, m meeting.Meeting) error {
			return meeting.Cancel(ctx, tx, m.ID, "Sygdom")
		},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				m := w.draft(t, func(m *Message) { m.Meeting = w.meetings[0] })
				w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
					return Schedule(ctx, tx, Order{m.ID, m.Version}, w.now.Add(24*time.Hour))
				})
				w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
					one, err := meeting.ByID(ctx, tx, w.meetings[0])
					if err != nil {
						return err
					}
					return change(ctx, tx, one)
				})
				w.pass(25 * time.Hour)
				w.work(t)
				w.expect(t, m.ID, Draft, nil)
				w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error { // written anew, it goes
					now, err := byID(ctx, tx, m.ID)
					if err != nil {
						return err
					}
					return Schedule(ctx, tx, Order{m.ID, now.Version}, w.now.Add(24*time.Hour))
				})
				w.pass(25 * time.Hour)
				w.work(t)
				w.expect(t, m.ID, Sent, Counts{Arrived: 3})
			})
		})
	}
}

func TestPauseAndCallBackTheRest(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		m := w.sent(t, nil)
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error { return Pause(ctx, tx, m.ID) })
		w.work(t)
		w.expect(t, m.ID, Paused, Counts{Queued: 3})
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error { return Resume(ctx, tx, m.ID) })
		w.send = func(ctx context.Context, msg mail.Message) error { // called back while the second is on its way
			if len(w.box.Messages()) == 1 {
				w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error { return CallBack(ctx, tx, m.ID) })
			}
			return w.box.Send(ctx, msg)
		}
		w.work(t)
		w.expect(t, m.ID, Stopped, Counts{Arrived: 1, Skipped: 2})
		if n := len(w.box.Messages()); n != 1 {
			t.Errorf("%d mails", n)
		}
	})
}

// refusal is what a mail server says, as package mail hands it on.
type refusal struct {
	text    string
	forever bool
}

func (r refusal) Error() string   { return r.text }
func (r refusal) Permanent() bool { return r.forever }

func TestHowATryEnds(t *testing.T) {
	for _, c := range []struct {
		err   error
		age   time.Duration
		to    Arrival
		why   string
		again bool
	}{
		{nil, 0, Arrived, "", false},
		{refusal{"550 5.1.1 no such user", true}, 0, Bounced, "5.1.1", false},
		{refusal{"not an address", true}, 0, Failed, "", false},
		{refusal{"451 4.7.1 later", false}, time.Hour, Queued, "4.7.1", true},
		{errors.New("connection refused"), time.Hour, Queued, "", true},
		{errors.New("connection refused"), 71 * time.Hour, Failed, whyLate, false},
		{refusal{"451 4.7.1 later", false}, 71 * time.Hour, Failed, "4.7.1", false},
	} {
		to, why, again := judge(c.err, c.age)
		if to != c.to || why != c.why || again != c.again {
			t.Errorf("%v after %v: %s %q %v", c.err, c.age, to, why, again)
		}
	}
}

// A program that died while the mail was handed over: nobody knows, and nothing is
// sent again by itself.
func TestAfterACrashTheUnsureAreNotSentAgain(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		m := w.sent(t, nil)
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			_, err := tryRecipient(ctx, tx, one{m.ID, 2}, nil)
			return err
		})
		w.work(t)
		w.expect(t, m.ID, Sent, Counts{Arrived: 2, Unsure: 1})
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error { return SendUnsure(ctx, tx, m.ID) })
		w.expect(t, m.ID, Sending, Counts{Arrived: 2, Queued: 1})
		w.work(t)
		w.expect(t, m.ID, Sent, Counts{Arrived: 3})
	})
}

func TestATemporaryRefusalIsTriedAgain(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		m := w.sent(t, nil)
		tries := 0
		w.send = func(ctx context.Context, msg mail.Message) error {
			if msg.To == "carlo@egelund.example" {
				if tries++; tries < 3 {
					return refusal{"451 4.2.2 full", false}
				}
			}
			return w.box.Send(ctx, msg)
		}
		r := w.runner()
		for range 4 {
			_ = r.Drain(t.Context()) // its error is the refusal
			w.pass(10 * time.Minute)
		}
		w.expect(t, m.ID, Sent, Counts{Arrived: 3})
		if tries != 3 {
			t.Errorf("%d tries", tries)
		}
	})
}

// Two of the secretariat press Send at the same time: one does it.
func TestACrowdSendsOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) { crowdSends(t, w, 8, false) })
}

// Without the lock they do it twice, or fail in a way that nobody understands.
func TestWithoutTheLockTheCrowdCollides(t *testing.T) {
	w := newWorld(t, dbtest.Postgres(t))
	crowdSends(t, w, 4, true)
}

func crowdSends(t *testing.T, w *world, n int, unlocked bool) {
	t.Helper()
	m := w.draft(t, nil)
	dbtest.Warm(t, w.d, n)
	if unlocked {
		dbtest.Unlocked(w.d, n)
	}
	var all sync.WaitGroup
	errs := make([]error, n)
	for i := range n {
		all.Go(func() {
			errs[i] = w.d.Write(t.Context(), w.staff, func(ctx context.Context, tx *db.Tx) error { return Send(ctx, tx, Order{m.ID, m.Version}) })
		})
	}
	all.Wait()
	sent, refused := 0, 0
	for _, err := range errs {
		if err == nil {
			sent++
		} else if problem.Is(err, problem.Invalid) {
			refused++
		}
	}
	if fine := sent == 1 && refused == n-1; fine == unlocked {
		t.Errorf("%d sent, %d refused of %d: %v", sent, refused, n, errs)
	}
	if unlocked {
		return
	}
	w.work(t)
	if got := len(w.box.Messages()); got != 3 {
		t.Errorf("%d mails", got)
	}
}

func TestWhoMayWrite(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		m := w.draft(t, nil)
		for name, do := range map[string]func(ctx context.Context, tx *db.Tx) error{
			"begin":    func(ctx context.Context, tx *db.Tx) error { _, err := Begin(ctx, tx, "", w.network); return err },
			"write":    func(ctx context.Context, tx *db.Tx) error { return Write(ctx, tx, m) },
			"send":     func(ctx context.Context, tx *db.Tx) error { return Send(ctx, tx, Order{m.ID, m.Version}) },
			"schedule": func(ctx context.Context, tx *db.Tx) error { return Schedule(ctx, tx, Order{m.ID, m.Version}, april) },
			"test":     func(ctx context.Context, tx *db.Tx) error { return Test(ctx, tx, Order{m.ID, m.Version}, "") },
			"callback": func(ctx context.Context, tx *db.Tx) error { return CallBack(ctx, tx, m.ID) },
			"pause":    func(ctx context.Context, tx *db.Tx) error { return Pause(ctx, tx, m.ID) },
			"resume":   func(ctx context.Context, tx *db.Tx) error { return Resume(ctx, tx, m.ID) },
			"unsure":   func(ctx context.Context, tx *db.Tx) error { return SendUnsure(ctx, tx, m.ID) },
			"delete":   func(ctx context.Context, tx *db.Tx) error { return Delete(ctx, tx, m.ID, m.Version) },
			"returned": func(ctx context.Context, tx *db.Tx) error { _, err := Returned(ctx, tx, mail.Bounce{}); return err },
			"retain":   Retain,
		} {
			for _, who := range []access.Actor{visitor, w.bodil, w.carlo} {
				if err := w.d.Write(t.Context(), who, do); !problem.Is(err, problem.Forbidden) {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
	})
}

func TestTheSameDraftTwiceIsOne(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		var made []id.Message
		for range 2 {
			w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
				one, err := Begin(ctx, tx, "key", w.network)
				made = append(made[:len(made):len(made)], one)
				return err
			})
		}
		if made[0] != made[1] {
			t.Error(made)
		}
	})
}

func TestNews(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		news := func(m *Message) { m.Kind = News }
		m := w.sent(t, news)
		w.work(t)
		got := w.box.To("carlo@egelund.example")[0]
		_, after, found := strings.Cut(got.Text, "https://faelled.example/afmeld/")
		secret, _, _ := strings.Cut(after, "\n")
		for _, header := range []string{"List-Unsubscribe: <https://faelled.example/afmeld/" + secret + ">", "List-Unsubscribe-Post: List-Unsubscribe=One-Click"} {
			if !found || !strings.Contains(strings.ReplaceAll(string(got.Raw), "\r\n ", " "), header) {
				t.Errorf("no %s in\n%s", header, got.Raw)
			}
		}
		w.write(t, visitor, func(ctx context.Context, tx *db.Tx) error { return Unsubscribe(ctx, tx, secret) })
		w.write(t, visitor, func(ctx context.Context, tx *db.Tx) error { return Unsubscribe(ctx, tx, secret) })
		m = w.sent(t, news)
		w.expect(t, m.ID, Sending, Counts{Queued: 2, Suppressed: 1})
		// what is sent already stops as well
		w.write(t, w.bodil, func(ctx context.Context, tx *db.Tx) error { return Choose(ctx, tx, w.network, false) })
		w.work(t)
		w.expect(t, m.ID, Sent, Counts{Arrived: 1, Suppressed: 2})
		service := w.sent(t, nil)
		w.work(t)
		w.expect(t, service.ID, Sent, Counts{Arrived: 3})
		w.write(t, visitor, func(ctx context.Context, tx *db.Tx) error { return Undo(ctx, tx, secret) })
		m = w.sent(t, news)
		w.expect(t, m.ID, Sending, Counts{Queued: 2, Suppressed: 1})
		if err := w.d.Write(t.Context(), visitor, func(ctx context.Context, tx *db.Tx) error { return Unsubscribe(ctx, tx, "x") }); !problem.Is(err, problem.NotFound) {
			t.Error(err)
		}
		w.read(t, system, func(ctx context.Context, tx *db.Tx) error {
			var n int
			if err := tx.Get(ctx, &n, `SELECT count(*) FROM message_recipients WHERE door = $1 OR token = $1`, secret); err != nil || n > 0 {
				t.Error("the secret itself is kept", err)
			}
			return nil
		})
	})
}

// A mail that is sent again, because nobody knows whether it arrived, kills the link
// of neither copy.
func TestTheFirstCopysLinkLives(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		m := w.sent(t, func(m *Message) { m.Kind = News })
		secret := "the first copy's"
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			_, err := tryRecipient(ctx, tx, one{m.ID, 2}, fingerprint(secret))
			return err
		})
		w.work(t)
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error { return SendUnsure(ctx, tx, m.ID) })
		w.work(t)
		w.expect(t, m.ID, Sent, Counts{Arrived: 3})
		got := w.box.To("carlo@egelund.example")[0]
		_, after, _ := strings.Cut(got.Text, "https://faelled.example/afmeld/")
		second, _, _ := strings.Cut(after, "\n")
		for _, s := range []string{secret, second} {
			if err := w.d.Write(t.Context(), visitor, func(ctx context.Context, tx *db.Tx) error { return Unsubscribe(ctx, tx, s) }); err != nil {
				t.Errorf("%q: %v", s, err)
			}
		}
		w.pass(400 * 24 * time.Hour)
		w.write(t, system, Retain) // and it is forgotten with the rest
	})
}

func TestATestGoesToWhoeverAsks(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		m := w.draft(t, nil)
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			return Test(ctx, tx, Order{m.ID, m.Version}, w.dorte.Person)
		})
		w.work(t)
		all := w.box.Messages()
		if len(all) != 1 || all[0].To != "signe@forening.example" || all[0].Subject != "[Prøve] Kære Dorte" {
			t.Errorf("%+v", all)
		}
		w.expect(t, m.ID, Draft, nil)
	})
}

// A report about an address of another domain may be about a private one that Carlo
// forwards to: it is shown, and his address is no worse for it.
func TestAReportAboutAnotherDomainIsNoProof(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for _, c := range []struct {
			to   string
			gone int
		}{{"carlo@privat.example", 0}, {"c.eng@egelund.example", 1}} {
			for range 2 { // two of them are enough
				m := w.sent(t, nil)
				w.work(t)
				w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
					var token string
					if err := tx.Get(ctx, &token, `SELECT token FROM message_recipients WHERE person = $1 AND message = $2`, w.carlo.Person, m.ID); err != nil {
						return err
					}
					_, err := Returned(ctx, tx, mail.Bounce{ID: token + "@faelled.example", To: c.to, Status: "5.1.1", Hard: true})
					return err
				})
				w.expect(t, m.ID, Sent, Counts{Arrived: 2, Bounced: 1})
				w.pass(time.Hour)
			}
			if n := w.gone(t); n != c.gone {
				t.Errorf("%s: %d are unreachable, want %d", c.to, n, c.gone)
			}
		}
	})
}

// Mails that come back.
func TestReturned(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		back := func(status string) {
			t.Helper()
			var token string
			w.read(t, system, func(ctx context.Context, tx *db.Tx) error {
				return tx.Get(ctx, &token, `SELECT token FROM message_recipients WHERE person = $1 ORDER BY at DESC, message DESC LIMIT 1`, w.carlo.Person)
			})
			for range 2 { // the same report twice is one
				w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
					ours, err := Returned(ctx, tx, mail.Bounce{ID: token + "@faelled.example", Status: status, Hard: mail.Hard(status)})
					if !ours {
						t.Error("not ours")
					}
					return err
				})
			}
		}
		m := w.sent(t, nil)
		w.work(t)
		back("5.1.1")
		w.expect(t, m.ID, Sent, Counts{Arrived: 2, Bounced: 1})
		if n := w.gone(t); n != 0 {
			t.Error("one report is enough")
		}
		w.pass(24 * time.Hour)
		w.sent(t, nil)
		w.work(t)
		back("5.1.1")
		if n := w.gone(t); n != 1 {
			t.Errorf("%d are unreachable", n)
		}
		m = w.sent(t, func(m *Message) { m.Kind = News })
		w.expect(t, m.ID, Sending, Counts{Queued: 2, Suppressed: 1})
		m = w.sent(t, nil)
		w.expect(t, m.ID, Sending, Counts{Queued: 2, Skipped: 1})
		w.pass(8 * 24 * time.Hour) // a week later it is tried again
		w.work(t)
		m = w.sent(t, nil)
		w.expect(t, m.ID, Sending, Counts{Queued: 3})
		w.work(t)
		m = w.sent(t, nil)
		w.expect(t, m.ID, Sending, Counts{Queued: 2, Skipped: 1})
		w.pass(5 * 24 * time.Hour) // nothing came back
		w.write(t, system, Retain)
		if n := w.gone(t); n != 0 {
			t.Error("a mail that arrived is not seen")
		}
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			ours, err := Returned(ctx, tx, mail.Bounce{ID: "nothing@faelled.example", Status: "5.1.1"})
			if ours {
				t.Error("a report about no mail of ours")
			}
			return err
		})
	})
}

func (w *world) gone(t *testing.T) (n int) {
	t.Helper()
	w.read(t, system, func(ctx context.Context, tx *db.Tx) error {
		all, err := people.AllUnreachable(ctx, tx)
		n = len(all)
		return err
	})
	return n
}

func TestTheLogIsKeptAYear(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		m := w.sent(t, nil)
		w.work(t)
		w.pass(364 * 24 * time.Hour)
		w.write(t, system, Retain)
		w.expect(t, m.ID, Sent, Counts{Arrived: 3})
		w.pass(2 * 24 * time.Hour)
		w.write(t, system, Retain)
		got, n := w.message(t, m.ID)
		if n.Total() != 0 || got.Counts[Arrived] != 3 {
			t.Errorf("%v %v", n, got.Counts)
		}
	})
}

// report is what a mail server says of the last mail to Carlo.
func (w *world) report(t *testing.T, b mail.Bounce) {
	t.Helper()
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		var token string
		if err := tx.Get(ctx, &token, `SELECT token FROM message_recipients WHERE person = $1 ORDER BY at DESC, message DESC LIMIT 1`, w.carlo.Person); err != nil {
			return err
		}
		b.ID = token + "@faelled.example"
		ours, err := Returned(ctx, tx, b)
		if !ours {
			t.Error("not ours")
		}
		return err
	})
}

func (w *world) returns(t *testing.T) (n int) {
	t.Helper()
	w.read(t, system, func(ctx context.Context, tx *db.Tx) error {
		return tx.Get(ctx, &n, `SELECT count(*) FROM mail_returns`)
	})
	return n
}

// A mail that is late may arrive; one that was given up after days has not, though
// its status begins with 4 as well.
func TestLateIsNotReturned(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		m := w.sent(t, nil)
		w.work(t)
		w.report(t, mail.Bounce{Status: "4.4.1", Delayed: true})
		w.expect(t, m.ID, Sent, Counts{Arrived: 3})
		if n := w.returns(t); n != 0 {
			t.Errorf("%d mails came back", n)
		}
		w.report(t, mail.Bounce{Status: "4.4.1"})
		w.expect(t, m.ID, Sent, Counts{Arrived: 2, Bounced: 1})
		if n := w.returns(t); n != 1 {
			t.Errorf("%d mails came back", n)
		}
	})
}

// What came back before a mail that arrived says nothing: weeks later, the next one
// is the first again.
func TestAMailThatArrivesForgetsThoseThatCameBack(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.sent(t, nil)
		w.work(t)
		w.report(t, mail.Bounce{Status: "5.2.2"})
		w.pass(7 * 24 * time.Hour)
		w.sent(t, nil)
		w.work(t)
		w.pass(3 * 24 * time.Hour)
		w.write(t, system, Retain)
		if n := w.returns(t); n != 1 {
			t.Error("a report of the second mail may still come")
		}
		w.pass(2 * 24 * time.Hour)
		w.write(t, system, Retain)
		w.pass(10 * 24 * time.Hour)
		w.sent(t, nil)
		w.work(t)
		w.report(t, mail.Bounce{Status: "5.2.2"})
		if n, gone := w.returns(t), w.gone(t); n != 1 || gone != 0 {
			t.Errorf("%d came back, %d unreachable", n, gone)
		}
	})
}

// A server that says "later" after the rest was called back: nobody waits in a
// message that has ended.
func TestNobodyWaitsInAMessageThatWasCalledBack(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		m := w.sent(t, nil)
		w.send = func(ctx context.Context, msg mail.Message) error {
			if err := msg.Handing(ctx); err != nil {
				return err
			}
			w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error { return CallBack(ctx, tx, m.ID) })
			return refusal{"451 4.7.1 later", false}
		}
		_ = w.runner().Drain(t.Context()) // its error is the refusal
		w.pass(10 * time.Minute)
		w.work(t)
		w.expect(t, m.ID, Stopped, Counts{Skipped: 3})
	})
}

// Nobody is kept for ever because somebody paused and forgot.
func TestAPausedMessageIsForgottenToo(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		m := w.sent(t, nil)
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error { return Pause(ctx, tx, m.ID) })
		w.work(t)
		w.pass(364 * 24 * time.Hour)
		w.write(t, system, Retain)
		w.expect(t, m.ID, Paused, Counts{Queued: 3})
		w.pass(2 * 24 * time.Hour)
		w.write(t, system, Retain)
		got, n := w.message(t, m.ID)
		if n.Total() != 0 || got.State != Stopped || got.Counts[Skipped] != 3 {
			t.Errorf("%s %v %v", got.State, n, got.Counts)
		}
	})
}
