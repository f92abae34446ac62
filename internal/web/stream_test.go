package web

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

var errRow = errors.New("secret: the next row is gone")

// streams are a whole file, an empty one, one that fails at once and one that
// fails when half of it is out.
var streams = []Route{
	{Pattern: "GET /hel", For: Public, Do: streaming("1\n2\n", nil)},
	{Pattern: "GET /tom", For: Public, Do: streaming("", nil)},
	{Pattern: "GET /straks", For: Public, Do: streaming("", errRow)},
	{Pattern: "GET /halv", For: Public, Do: streaming("1\n", errRow)},
}

func streaming(text string, err error) func(*Site, http.ResponseWriter, *http.Request) error {
	return func(s *Site, w http.ResponseWriter, r *http.Request) error {
		return Stream(s, w, r, "text/csv", "Møder.csv", func(out io.Writer) error {
			if text != "" {
				io.WriteString(out, text)
			}
			return err
		})
	}
}

func TestStreamIsWholeOrCutOff(t *testing.T) {
	server := httptest.NewServer(newSite(t, signe).Handler(streams))
	defer server.Close()
	for path, want := range map[string]struct {
		status int
		body   string
		cut    bool
	}{"/hel": {200, "1\n2\n", false}, "/tom": {200, "", false}, "/straks": {500, "Noget gik galt", false}, "/halv": {0, "", true}} {
		answer, err := http.Get(server.URL + path)
		var body []byte
		if err == nil {
			body, err = io.ReadAll(answer.Body)
			answer.Body.Close()
		}
		if want.cut {
			if err == nil {
				t.Errorf("%s: half a file looks whole: %q", path, body)
			}
			continue
		}
		if err != nil || answer.StatusCode != want.status || !strings.Contains(string(body), want.body) || strings.Contains(string(body), "secret") {
			t.Errorf("%s: %v, %v, %q", path, answer, err, body)
			continue
		}
		if want.status == 200 && (answer.Header.Get("Content-Disposition") != `attachment; filename=Moeder.csv; filename*=UTF-8''M%C3%B8der.csv` ||
			answer.Header.Get("Cache-Control") != "no-store" || answer.Header.Get("Content-Type") != "text/csv") {
			t.Errorf("%s: %v", path, answer.Header)
		}
	}
}

func TestTableAddressKeepsTheFilters(t *testing.T) {
	for address, want := range map[string]string{
		"/fakturaer":                    "/fakturaer?format=csv",
		"/fakturaer?q=%C3%A6&efter=123": "/fakturaer?format=csv&q=%C3%A6",
		"//ond.example":                 "",
	} {
		if got := tableAddress(address, "csv"); got != want {
			t.Errorf("%s: %s, not %s", address, got, want)
		}
	}
}

// A long list takes longer than a page may.
func TestAStreamOutlivesThePagesTime(t *testing.T) {
	const pieces = 5
	slow := Route{Pattern: "GET /lang", For: Public, Do: func(s *Site, w http.ResponseWriter, r *http.Request) error {
		return Stream(s, w, r, "text/csv", "Lang.csv", func(out io.Writer) error {
			for range pieces {
				time.Sleep(100 * time.Millisecond)
				if _, err := io.WriteString(out, strings.Repeat("x", 8<<10)); err != nil {
					return err
				}
			}
			return nil
		})
	}}
	server := httptest.NewUnstartedServer(newSite(t, signe).Handler([]Route{slow}))
	server.Config.WriteTimeout = 200 * time.Millisecond
	server.Start()
	defer server.Close()
	got, err := server.Client().Get(server.URL + "/lang")
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	if body, err := io.ReadAll(got.Body); err != nil || len(body) != pieces*8<<10 {
		t.Errorf("%d bytes: %v", len(body), err)
	}
}
