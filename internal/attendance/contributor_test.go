package attendance

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/pdf/pdftest"
	"faelled/internal/people"
	"faelled/internal/problem"

	"pgregory.net/rapid"
)

// box is what was mailed.
type box []mail.Message

// invited runs the jobs that mail a link, and gives the secrets that were sent. Each
// is run twice, as a queue may.
func (w *world) invited(t testing.TB, b *box) (secrets []string) {
	t.Helper()
	var payloads []string
	w.read(t, system, func(ctx context.Context, tx *db.Tx) error {
		return tx.Select(ctx, &payloads, `SELECT payload FROM jobs WHERE kind = 'attendance.invite' ORDER BY id`)
	})
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM jobs WHERE kind = 'attendance.invite'`)
		return err
	})
	post := mail.Post{Words: allWords(t), BaseURL: "https://faelled.example", Send: func(_ context.Context, m mail.Message) error {
		*b = append(*b, m)
		secrets = append(secrets, regexp.MustCompile(`/medvirkende/(\w+)`).FindStringSubmatch(m.Text)[1])
		return nil
	}}
	for _, p := range payloads {
		for range 2 {
			must(t, Jobs(post)["attendance.invite"](t.Context(), w.d, jobs.Job{Payload: p}))
		}
	}
	return secrets
}

// planned is a world whose run-sheet has a line for each, and agreements with two
// speakers and the venue.
func planned(t *testing.T, d *db.DB) (*world, browser) {
	t.Helper()
	w, _ := asking(t, d)
	b := browse(t, d, w.staff, "da")
	page := door3 + "/koereplan"
	for i, line := range [][]string{
		{"kl", "8.30", "hvad", "Kaffen står klar", "hvem", "venue", "note", "60 kopper"},
		{"kl", "9.00", "hvad", "Prøve af mikrofon", "hvem", "speaker"},
		{"kl", "14.15", "hvad", "Opsamling i lukket kreds", "hvem", "secretariat", "navn", "Signe Land"},
	} {
		leads(t, b.post(page, append(line, "key", string(rune('a'+i)), "goer", "linje")...), page)
	}
	for i, deal := range [][]string{{"speaker", "Hjalmar Odderbo", "12.500"}, {"travel", "hjalmar  odderbo", "850"}, {"moderator", "Frode Bakke", "7.000"}, {"catering", "Fjordhuset", "31.000"}} {
		leads(t, b.post(page, "key", string(rune('k'+i)), "goer", "aftale", "slags", deal[0], "til", deal[1], "beloeb", deal[2], "om", "intern note"), page)
	}
	leads(t, b.post(page, "goer", "kontakt", "kontakt", "Signe Land", "telefon", "00 00 00 01", "besked", "Indgang fra havnen"), page)
	return w, b
}

func TestAPersonalLinkShowsOnesOwnPart(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, b := planned(t, d)
		page := door3 + "/koereplan"
		for i, c := range [][2]string{{"speaker Hjalmar Odderbo", "hjalmar@odderbo.example"}, {"moderator Frode Bakke", "frode@centret.example"}, {"venue Fjordhuset", "bestilling@fjordhuset.example"}} {
			for range 2 { // the same form twice is one mail
				leads(t, b.post(page, "key", string(rune('A'+i)), "goer", "link", "medvirkende", c[0], "mail", c[1]), page)
			}
		}
		golden(t, "koereplan-links", b.get(page), browse(t, d, w.staff, "en").get(page))
		var sent box
		secrets := w.invited(t, &sent)
		if len(sent) != 6 || sent[0].To != "hjalmar@odderbo.example" || sent[4].To != "bestilling@fjordhuset.example" {
			t.Fatalf("%+v", sent)
		}
		if all := w.told(t); strings.Contains(all, secrets[0]) || strings.Contains(all, "odderbo") || strings.Contains(all, "Odderbo") {
			t.Error("a job or the trail knows the secret or the name: " + all)
		}
		stranger := browse(t, d, visitor, "da")
		for i, name := range []string{"oplaegsholder", "moderator", "moedested"} {
			got, again := stranger.get(contributorPath+secrets[2*i]), stranger.get(contributorPath+secrets[2*i+1])
			if got.Code != http.StatusOK || again.Code != http.StatusOK { // of a mail that was sent twice both work
				t.Fatalf("%s: %d, %d", name, got.Code, again.Code)
			}
			h := got.Header()
			if h.Get("Cache-Control") != "no-store" || h.Get("X-Robots-Tag") != "noindex" || h.Get("Referrer-Policy") != "no-referrer" || !strings.Contains(got.Body.String(), `content="noindex"`) {
				t.Errorf("%s: %v", name, h)
			}
			golden(t, "medvirkende-"+name, got, browse(t, d, visitor, "en").get(contributorPath+secrets[2*i]))
			text := got.Body.String()
			for what, sees := range map[string]bool{
				"12.500 kr.": i == 0, "850 kr.": i == 0, "7.000 kr.": i == 1, "31.000 kr.": i == 2, "Kaffen": i == 2, "mikrofon": i == 0, "moede.example": i < 2,
				"4 tilmeldte": i == 2, "Åsa Ørnekær": i == 2, "hasselnødder": i == 2, "00 00 00 01": true, "Indgang fra havnen": true,
				"Carlo": false, "lukket kreds": false, "intern note": false,
			} {
				if strings.Contains(strings.ReplaceAll(text, "\u00a0", " "), what) != sees {
					t.Errorf("%s sees %q: %v", name, what, !sees)
				}
			}
		}
	})
}

// The venue is not told whose a need is that its owner did not tell it of.
func TestTheVenueKnowsOnlyTheNamesItMay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, _ := asking(t, d)
		leads(t, browse(t, d, w.carlo, "da").post(ownNeedsAt, "kost", "allergy", "kost-note", "kiwi", "samtykke", "1"), ownNeedsAt)
		w.read(t, system, func(ctx context.Context, tx *db.Tx) error {
			m, err := meeting.ByID(ctx, tx, w.june)
			must(t, err)
			list, err := needsForVenue(ctx, tx, m)
			text, _ := json.Marshal(list)
			if err != nil || len(list) != 2 || !strings.Contains(string(text), "kiwi") || strings.Contains(string(text), "Carlo") || strings.Contains(string(text), "carlo") || !strings.Contains(string(text), "Åsa") {
				t.Errorf("%s %v", text, err)
			}
			return nil
		})
		w.read(t, w.moderator, func(ctx context.Context, tx *db.Tx) error {
			if _, err := needsForVenue(ctx, tx, meeting.Meeting{ID: w.june}); !problem.Is(err, problem.Forbidden) {
				t.Error(err)
			}
			return nil
		})
	})
}

func TestAPersonalLinkEnds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, b := planned(t, d)
		page := door3 + "/koereplan"
		var sent box
		send := func(key, email string) []string {
			leads(t, b.post(page, "key", key, "goer", "link", "medvirkende", "speaker Hjalmar Odderbo", "mail", email), page)
			return w.invited(t, &sent)
		}
		stranger := browse(t, d, visitor, "da")
		works := func(secret string) bool { return stranger.get(contributorPath+secret).Code == http.StatusOK }
		one := func() string {
			return regexp.MustCompile(`value="luk ([^"]*)"`).FindStringSubmatch(b.get(page).Body.String())[1]
		}
		wrong := send("1", "hjalmar@odderboe.example")[0]
		right := send("2", "Hjalmar@odderbo.example ")[0]
		if works(wrong) || !works(right) {
			t.Error("the link that went to a wrong address still works")
		}
		for range 2 {
			leads(t, b.post(page, "key", "3", "goer", "send-igen "+one()), page)
		}
		again := w.invited(t, &sent)
		if len(again) != 2 || !works(again[0]) || !works(right) {
			t.Error(again)
		}
		leads(t, b.post(page, "goer", "luk "+one()), page)
		if works(right) || works(again[0]) {
			t.Error("a closed link works")
		}
		leads(t, b.post(page, "key", "4", "goer", "link", "medvirkende", "speaker Hjalmar Odderbo", "mail", "hjalmar@odderbo.example"), page)
		leads(t, b.post(page, "goer", "luk "+one()), page)
		if late := w.invited(t, &sent); len(late) != 0 {
			t.Error("a link that was closed at once is mailed")
		}
		last := send("5", "hjalmar@odderbo.example")[0]
		for _, step := range []struct {
			days int
			want bool
		}{{0, true}, {1, true}, {2, false}} {
			w.clock(morning.AddDate(0, 0, step.days))
			if got := works(last); got != step.want {
				t.Errorf("%d days after the meeting it works: %v", step.days, got)
			}
			w.write(t, system, Retain)
			n := 0
			w.read(t, system, func(ctx context.Context, tx *db.Tx) error {
				return tx.Get(ctx, &n, `SELECT (SELECT count(*) FROM contributors) + (SELECT count(*) FROM contributor_secrets)`)
			})
			if (n > 0) != step.want {
				t.Errorf("%d days after the meeting %d rows are kept", step.days, n)
			}
		}
		if got := b.post(page, "key", "6", "goer", "link", "medvirkende", "speaker Hjalmar Odderbo", "mail", "hjalmar@odderbo.example"); got.Code != http.StatusUnprocessableEntity {
			t.Errorf("a link after the meeting: %d", got.Code)
		}
	})
}

// While the mail to a wrong address is written, the link is sent to the right one:
// whoever comes first, the wrong one's does not work.
func TestNoLinkOutlivesItsAddress(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		dbtest.Warm(t, d, 5)
		for range 3 {
			if n := w.mistaken(t); n != 0 {
				t.Errorf("%d links of a wrong address work", n)
			}
		}
	})
}

// Without locks they work: the crowd is one that can fail.
func TestLinksNeedTheLock(t *testing.T) {
	d := dbtest.Postgres(t)
	w := newWorld(t, d)
	d.NoLocks = true
	dbtest.Unlocked(d, 5)
	for range 40 {
		if w.mistaken(t) > 0 {
			return
		}
	}
	t.Error("no link of a wrong address worked without the lock")
}

// mistaken sends a link to a wrong address, and while four mails with it are written to
// the right one. It counts the links of the wrong one that work.
func (w *world) mistaken(t *testing.T) (n int) {
	t.Helper()
	w.clock(before)
	invite := func(ctx context.Context, tx *db.Tx, email string) error {
		m, err := meeting.ByID(ctx, tx, w.june)
		if err != nil {
			return err
		}
		return Invite(ctx, tx, "", m, Contributor{Party: Speaker, Name: "Hjalmar Odderbo", Email: email})
	}
	w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error { return invite(ctx, tx, "wrong@odderbo.example") })
	one, letters := w.linkOf(t, "Hjalmar Odderbo"), make([]letter, 4)
	var all sync.WaitGroup
	for i := range letters {
		all.Go(func() {
			if err := w.d.Write(context.Background(), system, func(ctx context.Context, tx *db.Tx) (err error) {
				letters[i], err = linkFor(ctx, tx, one)
				return err
			}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Go(func() {
		if err := w.d.Write(context.Background(), w.staff, func(ctx context.Context, tx *db.Tx) error { return invite(ctx, tx, "right@odderbo.example") }); err != nil {
			t.Error(err)
		}
	})
	all.Wait()
	for _, l := range letters {
		if _, err := opened(t.Context(), w.d, l.Secret); err == nil && l.Who.Email == "wrong@odderbo.example" {
			n++
		}
	}
	return n
}

// Of those without a name the venue gets what they wrote only, each text by itself: not
// whose they are, nor which belong together.
func TestNotesWithoutANamePointAtNobody(t *testing.T) {
	ctx := allWords(t).For(t.Context(), "da")
	p := part{Needs: []needing{
		{Wish: Wish{Food: []Need{Vegetarian, Allergy}, FoodNote: "sesam", Access: []Need{Wheelchair, OtherAid}, AccessNote: "ledsager"}},
		{Wish: Wish{Food: []Need{Halal}}},
		{Wish: Wish{Food: []Need{Allergy}, FoodNote: "kiwi"}},
		{guest: guest{Person: people.Person{Name: "Åsa Ørn"}, From: people.Org{Name: "Egelund"}}, Wish: Wish{Food: []Need{Vegan}, Access: []Need{HearingLoop}, Named: true}},
	}}
	want := []string{"Åsa Ørn, Egelund: Vegansk; Teleslynge", "Kost: kiwi", "Kost: sesam", "Tilgængelighed: ledsager"}
	if got := p.notes(ctx); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// A link shows nothing any more to those who have lost the part it was given for, and
// staff see so; it works again when they get the part back.
func TestALinkEndsWithThePart(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, b := planned(t, d)
		page := door3 + "/koereplan"
		for i, c := range []string{"speaker Hjalmar Odderbo", "venue Fjordhuset"} {
			leads(t, b.post(page, "key", string(rune('A'+i)), "goer", "link", "medvirkende", c, "mail", "x@y.example"), page)
		}
		secrets := w.invited(t, new(box))
		stranger := browse(t, d, visitor, "da")
		works := func(secret string) bool { return stranger.get(contributorPath+secret).Code == http.StatusOK }
		edit := func(change func(*meeting.Meeting)) {
			w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
				m, err := meeting.ByID(ctx, tx, w.june)
				must(t, err)
				change(&m)
				return meeting.Edit(ctx, tx, m)
			})
		}
		const ended = "Virker ikke"
		if !works(secrets[0]) || !works(secrets[2]) || strings.Contains(b.get(page).Body.String(), ended) {
			t.Fatal("a link does not work")
		}
		edit(func(m *meeting.Meeting) { m.Venue = "Skovhuset" })
		if got := stranger.get(contributorPath + secrets[2] + "/koereplan.pdf"); works(secrets[2]) || got.Code != http.StatusNotFound {
			t.Error("the venue that the meeting has left reads on")
		}
		if text := b.get(page).Body.String(); strings.Count(text, ended) != 1 || strings.Count(text, `value="send-igen`) != 1 || strings.Count(text, `value="luk`) != 2 {
			t.Error(text)
		}
		if got := b.post(page, "key", "C", "goer", "send-igen "+w.linkOf(t, "Fjordhuset")); got.Code != http.StatusNotFound {
			t.Errorf("sent again without a part: %d", got.Code)
		}
		edit(func(m *meeting.Meeting) { m.Venue = "Fjordhuset" })
		if !works(secrets[2]) {
			t.Error("the venue is back, and its link is not")
		}
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			return meeting.SetAgenda(ctx, tx, w.june, []meeting.Item{{Kind: meeting.Talk, Starts: morning.Add(time.Hour), Ends: morning.Add(2 * time.Hour), Title: "Valget"}})
		})
		if works(secrets[0]) {
			t.Error("a speaker who is not in the programme reads on")
		}
	})
}

// A venue that had no name when it got its link is the one that the meeting has now.
func TestAVenueKeepsItsLinkWhenItGetsAName(t *testing.T) {
	c := Contributor{Party: Venue}
	if !c.takesPart(meeting.Meeting{Venue: "Fjordhuset"}, nil) {
		t.Error("the link dies when the venue is written down")
	}
	if c.takesPart(meeting.Meeting{OnlineURL: "https://moede.example"}, nil) {
		t.Error("a meeting without a house has a venue")
	}
}

func (w *world) linkOf(t testing.TB, name string) (one string) {
	t.Helper()
	w.read(t, system, func(ctx context.Context, tx *db.Tx) error {
		return tx.Get(ctx, &one, `SELECT id FROM contributors WHERE name = $1`, name)
	})
	return one
}

func TestOnlyThoseWithAPartGetALink(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, b := planned(t, d)
		bad := b.post(door3+"/koereplan", "key", "1", "goer", "link", "medvirkende", "speaker Carlo Eng", "mail", "carlo")
		if text := bad.Body.String(); bad.Code != http.StatusUnprocessableEntity || !strings.Contains(text, `href="#medvirkende"`) || !strings.Contains(text, `href="#mail"`) || !strings.Contains(text, `value="carlo"`) {
			t.Errorf("%d %s", bad.Code, text)
		}
		for name, who := range map[string]access.Actor{"contact": w.bodil, "guest": w.carlo, "moderator": w.moderator, "system": system} {
			err := d.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) error {
				return Invite(ctx, tx, "", meeting.Meeting{ID: w.june}, Contributor{Party: Speaker})
			})
			if !problem.Is(err, problem.Forbidden) {
				t.Errorf("%s invites: %v", name, err)
			}
		}
		for _, secret := range []string{"x", "", "%00", strings.Repeat("a", 4000)} {
			if got := browse(t, d, visitor, "da").get(contributorPath + secret); got.Code != http.StatusNotFound {
				t.Errorf("%.10q: %d", secret, got.Code)
			}
		}
	})
}

// Whoever is named, nobody sees another's fee, and each their own.
func TestFeesAreOnesOwn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := []string{"Hjalmar Odderbo", "Frode Bakke", "Fjordhuset", ""}
		c := Contributor{Party: rapid.SampledFrom([]Party{Speaker, Moderator, Venue}).Draw(t, "party"), Name: rapid.SampledFrom(names).Draw(t, "name")}
		var all []meeting.Cost
		for range rapid.IntRange(0, 6).Draw(t, "n") {
			all = append(all, meeting.Cost{Kind: rapid.SampledFrom(meeting.CostKinds).Draw(t, "kind"), Who: rapid.SampledFrom(names[:3]).Draw(t, "who")})
		}
		own := c.fees(all)
		for _, cost := range own {
			if cost.Who != c.Name {
				t.Fatalf("%q sees what %q gets", c.Name, cost.Who)
			}
		}
		for _, cost := range all {
			if cost.Who == c.Name && string(cost.Kind) == string(c.Party) && len(own) == 0 {
				t.Fatalf("%q does not see their own", c.Name)
			}
		}
	})
}

// The run-sheet on paper has everybody's agreements for the secretariat, their own
// for the others, and the names only of those who allowed it for the venue alone.
func TestTheRunSheetOnPaper(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, b := planned(t, d)
		for i, c := range []string{"speaker Hjalmar Odderbo", "moderator Frode Bakke", "venue Fjordhuset"} {
			leads(t, b.post(door3+"/koereplan", "key", string(rune('A'+i)), "goer", "link", "medvirkende", c, "mail", "x@y.example"), door3)
		}
		secrets := w.invited(t, new(box))
		stranger := browse(t, d, visitor, "da")
		if got := stranger.get(contributorPath + secrets[0] + "/koereplan.pdf"); got.Code != http.StatusNotFound {
			t.Errorf("a speaker gets the whole run-sheet: %d", got.Code)
		}
		for name, got := range map[string]*httptest.ResponseRecorder{
			"sekretariat": b.get(door3 + "/koereplan.pdf"), "moderator": stranger.get(contributorPath + secrets[2] + "/koereplan.pdf"), "moedested": stranger.get(contributorPath + secrets[4] + "/koereplan.pdf"),
		} {
			if got.Code != http.StatusOK || got.Header().Get("Content-Type") != "application/pdf" || got.Header().Get("Cache-Control") != "no-store" {
				t.Fatalf("%s: %d %v", name, got.Code, got.Header())
			}
			pdftest.Keep(t, "koereplan-"+name, got.Body.Bytes())
			text := strings.ReplaceAll(pdftest.Check(t, got.Body.Bytes()).Tree, "\u00a0", " ")
			for what, sees := range map[string]bool{
				"12.500 kr.": name == "sekretariat", "7.000 kr.": name != "moedested", "31.000 kr.": name != "moderator", "4 tilmeldte": name != "moderator", "hasselnødder": name == "moedested", "Åsa": name == "moedested",
				"Embedsmandens rolle": true, "Kaffen står klar": true, "Carlo": false, "moede.example": false,
			} {
				if strings.Contains(text, what) != sees {
					t.Errorf("%s sees %q: %v", name, what, !sees)
				}
			}
		}
		for name, who := range map[string]access.Actor{"contact": w.bodil, "moderator": w.moderator} {
			if got := browse(t, d, who, "da").get(door3 + "/koereplan.pdf"); got.Code != http.StatusForbidden {
				t.Errorf("%s: %d", name, got.Code)
			}
		}
	})
}
