package overview

import (
	"net/http"
	"strings"
	"testing"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/web"
)

func TestPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := given(t, d)
		who := map[string]web.Viewer{"visitor": visitor, "contact": w.contact(), "seated": w.seated(), "stranger": w.stranger(), "staff": w.office()}
		for _, c := range []struct {
			name, path string
			status     int
			who        string
		}{
			{"front", "/", 200, "visitor seated staff"},
			{"front_answer", "/?kommune=" + string(w.egelund), 200, "visitor"},
			{"catalogue", "/forloeb", 200, "visitor staff"},
			{"catalogue_narrowed", "/forloeb?q=faglig+ledelse&slags=network&omraade=B%C3%B8rn+og+unge&periode=2026-06&sted=%C3%85brinke&aaben=1", 200, "visitor"},
			{"catalogue_no_match", "/forloeb?slags=partnership", 200, "visitor"},
			{"archive", "/arkiv", 200, "visitor"},
			{"archive_found", "/arkiv?q=oekonomi", 200, "visitor"},
			{"archive_no_match", "/arkiv?q=svale", 200, "visitor"},
			{"networks", "/netvaerk", 200, "visitor staff"},
			{"network", "/netvaerk/" + slug, 200, "visitor contact seated stranger staff"},
			{"draft", "/netvaerk/ledere-af-dagtilbud", 200, "staff"},
			{"meetings", "/netvaerk/" + slug + "/moeder", 200, "visitor contact staff"},
			{"meeting", "/netvaerk/" + slug + "/moeder/2026-03-18", 200, "visitor contact seated stranger staff"},
			{"meeting_limited", "/netvaerk/" + slug + "/moeder/2026-06-10", 200, "visitor staff"},
			{"meeting_cancelled", "/netvaerk/" + slug + "/moeder/2026-09-16", 200, "visitor"},
			{"meeting_past", "/netvaerk/" + slug + "/moeder/2026-02-04", 200, "seated"},
			{"calendar", "/kalender", 200, "visitor contact"},
			{"calendar_past", "/kalender?vis=tidligere", 200, "visitor"},
			{"municipality", "/kommune", 200, "contact stranger"},
			{"municipality", "/kommune", 403, "seated"},
			{"desk", "/sekretariat", 200, "staff"},
			{"news", "/nyheder", 200, "visitor staff"},
			{"news_no_match", "/nyheder?q=svale", 200, "visitor"},
			{"news_one", newsAt, 200, "visitor staff"},
			{"about", "/om", 200, "visitor"},
			{"contact", "/kontakt", 200, "visitor"},
			{"privacy", "/privatliv", 200, "visitor"},
		} {
			for _, role := range strings.Fields(c.who) {
				for _, lang := range []string{"da", "en"} {
					got := get(t, handler(t, d, who[role]), c.path, lang)
					if got.Code != c.status {
						t.Errorf("%s as %s: %d, want %d", c.path, role, got.Code, c.status)
					}
					if strings.Contains(got.Body.String(), "⟦") {
						t.Errorf("%s as %s in %s lacks a word", c.path, role, lang)
					}
					golden(t, c.name+"_"+role+"."+lang+".html", got.Body.Bytes())
				}
			}
		}
	})
}

// The link to an online meeting is for those seated, and the secretariat.
func TestTheOnlineLinkIsForThoseSeated(t *testing.T) {
	d := dbtest.SQLite(t)
	w := given(t, d)
	for _, c := range []struct {
		who  web.Viewer
		sees bool
	}{{visitor, false}, {w.contact(), true}, {w.seated(), true}, {w.stranger(), false}, {w.office(), true}} {
		for _, path := range []string{"/netvaerk/" + slug, "/netvaerk/" + slug + "/moeder", "/netvaerk/" + slug + "/moeder/2026-03-18", "/kalender", "/"} {
			sees := strings.Contains(get(t, handler(t, d, c.who), path, "da").Body.String(), "moede.example")
			if want := c.sees && strings.HasSuffix(path, "18"); sees != want {
				t.Errorf("%q at %s: sees the link %v, want %v", c.who.Name, path, sees, want)
			}
		}
	}
}

// Who comes is for the secretariat, and for each municipality its own.
func TestNamesOfParticipantsAreNotForAll(t *testing.T) {
	d := dbtest.SQLite(t)
	w := given(t, d)
	path := "/netvaerk/" + slug + "/moeder/2026-03-18"
	for _, c := range []struct {
		who          web.Viewer
		ours, theirs bool
	}{{visitor, false, false}, {w.contact(), true, false}, {w.seated(), false, false}, {w.stranger(), false, false}, {w.office(), true, true}} {
		_, main, _ := strings.Cut(get(t, handler(t, d, c.who), path, "da").Body.String(), "<main")
		if got := strings.Contains(main, "Magne Østerlund"); got != c.ours {
			t.Errorf("%q sees the people of Egelund: %v", c.who.Name, got)
		}
		if got := strings.Contains(main, "Kaja Nørrevang"); got != c.theirs {
			t.Errorf("%q sees the people of Åbrinke: %v", c.who.Name, got)
		}
	}
}

func TestAccess(t *testing.T) {
	d := dbtest.SQLite(t)
	w := given(t, d)
	for _, c := range []struct {
		path string
		who  web.Viewer
		want int
	}{
		{"/netvaerk/ledere-af-dagtilbud", visitor, 404},
		{"/netvaerk/ledere-af-dagtilbud", w.contact(), 404},
		{"/netvaerk/ledere-af-dagtilbud/moeder", w.contact(), 404},
		{"/netvaerk/ledere-af-dagtilbud/moeder/2026-03-18", visitor, 404},
		{"/netvaerk/nowhere", visitor, 404},
		{"/netvaerk/" + slug + "/moeder/2026-03-19", visitor, 404},
		{"/?kommune=nobody", visitor, 404},
		{"/?slags=partnership", visitor, 303}, // former addresses of the catalogue
		{"/?alle=1", visitor, 303},
		{"/nyheder/2026-02-20/noget-andet", visitor, 404},
		{"/nyheder/i-gaar/noget-andet", visitor, 404},
		{"/nyheder/2026-03-20/noget-der-kommer", visitor, 404}, // it waits
		{"/nyheder/2026-03-20/noget-der-kommer", w.contact(), 404},
		{"/nyheder/2026-03-20/noget-der-kommer", w.office(), 200},
		{"/nyheder?aar=2026", visitor, 200},
		{"/nyheder?aar=nu", visitor, 404},
		{"/nyheder?efter=nobody", visitor, 200},
		{"/del/nyhed/" + string(w.untold) + "/x.png", w.office(), 404}, // a picture is for all or nobody
		{"/del/forloeb/" + string(w.draft) + "/x.png", w.office(), 404},
		{"/del/forloeb/" + string(w.network) + "/x.png", visitor, 303}, // to the picture of today
		{"/del/moede/" + string(w.spring) + "/x.png", visitor, 303},
		{"/del/kommune/" + string(w.egelund) + "/x.png", visitor, 404},
		{"/del/moede/nobody/x.png", visitor, 404},
		{"/forloeb?efter=nobody", visitor, 200},
		{"/forloeb?sted=%00&q=%ff", visitor, 400},
		{"/kommune", visitor, 303},
		{"/kommune", staff, 303},
		{"/sekretariat", visitor, 303},
		{"/sekretariat", w.contact(), 403},
		{"/sekretariat", w.seated(), 403},
	} {
		if got := get(t, handler(t, d, c.who), c.path, "da"); got.Code != c.want {
			t.Errorf("%s as %q: %d, want %d", c.path, c.who.Name, got.Code, c.want)
		}
	}
}

func TestNobodysCountsAreCached(t *testing.T) {
	h := handler(t, dbtest.SQLite(t), staff)
	if got := get(t, h, "/sekretariat", "da").Header().Get("Cache-Control"); !strings.Contains(got, "no-store") {
		t.Errorf("Cache-Control %q", got)
	}
}

// A house on its first day: nothing is missing, and each page says what comes.
func TestEmptyHouse(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for _, c := range []struct {
			name, path string
			who        web.Viewer
		}{
			{"empty_front", "/", visitor},
			{"empty_networks", "/netvaerk", visitor},
			{"empty_news", "/nyheder", visitor},
			{"empty_catalogue", "/forloeb", visitor},
			{"empty_archive", "/arkiv", visitor},
			{"empty_calendar", "/kalender", visitor},
			{"empty_contact", "/kontakt", visitor},
			{"empty_desk", "/sekretariat", staff},
		} {
			for _, lang := range []string{"da", "en"} {
				got := get(t, handler(t, d, c.who), c.path, lang)
				if got.Code != http.StatusOK {
					t.Errorf("%s: %d", c.path, got.Code)
				}
				golden(t, c.name+"."+lang+".html", got.Body.Bytes())
			}
		}
	})
}
