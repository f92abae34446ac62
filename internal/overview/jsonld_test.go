package overview

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"image/png"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/meeting"
	"faelled/internal/programme"
	"faelled/internal/when"
)

var (
	dataBlock = regexp.MustCompile(`(?s)<script type="application/ld\+json">(.*?)</script>`)
	dateTime  = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0[12]:00$`)
	price     = regexp.MustCompile(`^\d+\.\d\d$`)
)

// thing is what a page tells of itself.
type thing = map[string]any

func dataOf(t testing.TB, page string) thing {
	t.Helper()
	m := dataBlock.FindStringSubmatch(page)
	if m == nil || strings.Count(page, "ld+json") != 1 {
		t.Fatal("no data, or several")
	}
	var d thing
	must(t, json.Unmarshal([]byte(m[1]), &d))
	if d["@context"] != "https://schema.org" {
		t.Error(d["@context"])
	}
	return d
}

// strict checks an event as search engines do: what must be there, and its form.
func strict(t testing.TB, e thing) {
	t.Helper()
	text := func(of thing, name string) string { s, _ := of[name].(string); return s }
	if e["@type"] != "Event" || text(e, "name") == "" || e["inLanguage"] != "da" {
		t.Errorf("type, name, language: %v", e)
	}
	for _, name := range []string{"startDate", "endDate"} {
		if v := text(e, name); !dateTime.MatchString(v) && !when.Date(v).Valid() {
			t.Errorf("%s %q", name, v)
		}
	}
	if text(e, "startDate") > text(e, "endDate") {
		t.Error("ends before it starts")
	}
	enum := func(of thing, name string, values ...string) string {
		v, ok := strings.CutPrefix(text(of, name), "https://schema.org/")
		if !ok || !slices.Contains(values, v) {
			t.Errorf("%s %q", name, of[name])
		}
		return v
	}
	status := enum(e, "eventStatus", "EventScheduled", "EventCancelled", "EventRescheduled")
	before, _ := e["previousStartDate"].([]any)
	if status == "EventRescheduled" && len(before) == 0 {
		t.Error("moved from nowhere")
	}
	mode := enum(e, "eventAttendanceMode", "OfflineEventAttendanceMode", "OnlineEventAttendanceMode", "MixedEventAttendanceMode")
	places, _ := e["location"].([]any)
	virtual, real := 0, 0
	for _, p := range places {
		at := p.(thing)
		switch at["@type"] {
		case "VirtualLocation":
			virtual++
			absolute(t, text(at, "url"))
		case "Place":
			real++
			address, _ := at["address"].(thing)
			if text(at, "name") == "" || address["@type"] != "PostalAddress" || address["addressCountry"] != "DK" {
				t.Errorf("place %v", at)
			}
		default:
			t.Errorf("place %v", at)
		}
	}
	if (virtual > 0) != (mode != "OfflineEventAttendanceMode") || (real > 0) != (mode != "OnlineEventAttendanceMode") {
		t.Errorf("%s in %v", mode, places)
	}
	absolute(t, text(e, "url"))
	for _, image := range e["image"].([]any) {
		absolute(t, image.(string))
	}
	if o, ok := e["offers"].(thing); ok {
		enum(o, "availability", "InStock", "LimitedAvailability", "SoldOut")
		absolute(t, text(o, "url"))
		if !price.MatchString(text(o, "price")) || o["priceCurrency"] != "DKK" || !dateTime.MatchString(text(o, "validThrough")) {
			t.Errorf("offer %v", o)
		}
	}
}

func absolute(t testing.TB, address string) {
	t.Helper()
	if u, err := url.Parse(address); err != nil || u.Scheme != "https" || u.Host != "faelled.example" {
		t.Errorf("address %q", address)
	}
}

func TestAMeetingTellsWhatItIs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := given(t, d)
		h := handler(t, d, visitor)
		at := func(day string) thing {
			e := dataOf(t, get(t, h, "/netvaerk/"+slug+"/moeder/"+day, "da").Body.String())
			strict(t, e)
			return e
		}
		spring := at("2026-03-18")
		if spring["startDate"] != "2026-03-18T09:30:00+01:00" || spring["eventAttendanceMode"] != schema+"/OnlineEventAttendanceMode" || spring["organizer"].(thing)["name"] != "Udviklingscentret" {
			t.Error(spring)
		}
		offer := spring["offers"].(thing)
		if offer["price"] != "3000.00" || offer["validThrough"] != "2026-03-10T23:59:59+01:00" || offer["priceSpecification"].(thing)["valueAddedTaxIncluded"] != false {
			t.Error(offer)
		}
		if summer := at("2026-06-10"); summer["startDate"] != "2026-06-10T09:30:00+02:00" || summer["offers"].(thing)["availability"] != schema+"/SoldOut" {
			t.Error(summer)
		}
		if autumn := at("2026-09-16"); autumn["eventStatus"] != schema+"/EventCancelled" || autumn["offers"] != nil {
			t.Error(autumn)
		}
		if winter := at("2026-11-04"); winter["startDate"] != "2026-11-04" {
			t.Error(winter)
		}
		w.at(t, 0, w.office().Actor, func(ctx context.Context, tx *db.Tx) error {
			m, err := meeting.ByID(ctx, tx, w.spring)
			if err != nil {
				return err
			}
			m.Day = "2026-03-25"
			m.Starts, m.Ends = hours(m.Day, "9.30", "14.30")
			return meeting.Edit(ctx, tx, m)
		})
		if moved := at("2026-03-25"); moved["eventStatus"] != schema+"/EventRescheduled" || moved["previousStartDate"].([]any)[0] != "2026-03-18" {
			t.Error(moved)
		}
	})
}

// What is written ends no script, and the link to an online meeting is told nobody.
func TestDataIsHarmless(t *testing.T) {
	d := dbtest.SQLite(t)
	w := given(t, d)
	w.edit(t, func(p *programme.Programme) { p.Lead = `</script><script>alert("x")</script> & <!--` })
	for _, path := range []string{"/netvaerk/" + slug, "/netvaerk/" + slug + "/moeder/2026-03-18", "/netvaerk/" + slug + "/moeder/2026-06-10", "/forloeb", newsAt} {
		for _, lang := range []string{"da", "en"} {
			page := get(t, handler(t, d, visitor), path, lang).Body.String()
			dataOf(t, page)
			if strings.Contains(page, "<script>") || strings.Contains(page, "moede.example") {
				t.Error(path)
			}
		}
	}
}

func TestOtherPagesTellWhatTheyAre(t *testing.T) {
	d := dbtest.SQLite(t)
	given(t, d)
	h := handler(t, d, visitor)
	series := dataOf(t, get(t, h, "/netvaerk/"+slug, "da").Body.String())
	events := series["subEvent"].([]any)
	if series["@type"] != "EventSeries" || len(events) != 4 {
		t.Error(series["@type"], len(events))
	}
	for _, e := range events {
		strict(t, e.(thing))
	}
	list := dataOf(t, get(t, h, "/forloeb", "da").Body.String())
	if items := list["itemListElement"].([]any); list["@type"] != "ItemList" || len(items) != 1 || items[0].(thing)["position"] != 1.0 {
		t.Error(list)
	}
	article := dataOf(t, get(t, h, newsAt, "da").Body.String())
	if article["@type"] != "NewsArticle" || !dateTime.MatchString(article["datePublished"].(string)) || article["headline"] == "" {
		t.Error(article)
	}
}

// The picture of a page is where the page says it is, and may be kept for ever.
func TestPagesHaveTheirPicture(t *testing.T) {
	d := dbtest.SQLite(t)
	given(t, d)
	h := handler(t, d, visitor)
	for _, path := range []string{"/netvaerk/" + slug, "/netvaerk/" + slug + "/moeder/2026-03-18", newsAt} {
		var at [2]string
		for i, lang := range []string{"da", "en"} {
			m := regexp.MustCompile(`property="og:image" content="https://faelled\.example([^"]*)"`).FindStringSubmatch(get(t, h, path, lang).Body.String())
			if m == nil {
				t.Fatal(path, "has none")
			}
			at[i] = m[1]
		}
		got := get(t, h, at[0], "en")
		if got.Code != 200 || at[0] != at[1] || !strings.Contains(got.Header().Get("Cache-Control"), "immutable") || got.Header().Get("Content-Type") != "image/png" {
			t.Fatal(path, at, got.Code, got.Header())
		}
		if c, err := png.DecodeConfig(bytes.NewReader(got.Body.Bytes())); err != nil || c.Width != 1200 || c.Height != 630 {
			t.Error(c, err)
		}
	}
}

// Feeds and the site map can be read, and have only what anybody may see.
func TestFeeds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := given(t, d)
		for path, entries := range map[string]int{"/nyheder.atom": 1, "/forloeb.atom": 3} {
			got := get(t, handler(t, d, w.office()), path, "en")
			var f struct {
				ID      string `xml:"http://www.w3.org/2005/Atom id"`
				Updated string `xml:"updated"`
				Author  string `xml:"author>name"`
				Entries []struct {
					ID      string   `xml:"id"`
					Title   string   `xml:"title"`
					Updated string   `xml:"updated"`
					Link    atomLink `xml:"link"`
				} `xml:"entry"`
			}
			must(t, xml.Unmarshal(got.Body.Bytes(), &f))
			if f.ID != "https://faelled.example"+path || f.Author == "" || len(f.Entries) != entries {
				t.Errorf("%s: %+v", path, f)
			}
			for _, e := range f.Entries {
				absolute(t, e.Link.Href)
				if _, err := time.Parse(time.RFC3339, e.Updated); err != nil || e.Title == "" || !strings.HasPrefix(e.ID, "urn:uuid:") || e.Updated > f.Updated {
					t.Errorf("%s: %+v", path, e)
				}
			}
			if strings.Contains(got.Body.String(), "moede.example") || strings.Contains(got.Body.String(), "Noget, der kommer") {
				t.Error(path, "tells a secret")
			}
		}
		var m siteMap
		must(t, xml.Unmarshal(get(t, handler(t, d, w.office()), "/sitemap.xml", "da").Body.Bytes(), &m))
		var all []string
		for _, u := range m.URLs {
			absolute(t, u.Loc)
			all = append(all, strings.TrimPrefix(u.Loc, "https://faelled.example"))
		}
		if len(all) != 15 || !slices.Contains(all, newsAt) || !slices.Contains(all, "/netvaerk/"+slug+"/moeder/2026-02-04") || slices.Contains(all, "/netvaerk/ledere-af-dagtilbud") {
			t.Error(len(all), all)
		}
	})
}
