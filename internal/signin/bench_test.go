package signin

import (
	"net/http/httptest"
	"testing"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
)

// BenchmarkIdentify is what every page view pays to know who looks.
func BenchmarkIdentify(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *db.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(name, func(b *testing.B) {
			h := newHouse(b, open(b))
			token := h.opens(b, h.bodil)
			r := httptest.NewRequest("GET", "/", nil)
			r.AddCookie(Cookie(token, true))
			identify := Identify(h.d, true)
			for b.Loop() {
				if v, err := identify(b.Context(), r); err != nil || !v.SignedIn() {
					b.Fatal(v, err)
				}
			}
		})
	}
}
