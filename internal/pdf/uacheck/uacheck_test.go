package uacheck_test

import (
	"bytes"
	"strings"
	"testing"

	"faelled/internal/pdf"
	"faelled/internal/pdf/plex"
	"faelled/internal/pdf/uacheck"
)

// sound is a file with one of everything, readable so that faults can be planted.
func sound(t testing.TB) []byte {
	t.Helper()
	fonts, err := plex.Fonts()
	if err != nil {
		t.Fatal(err)
	}
	d := pdf.New(pdf.Options{Title: "Prøve", Fonts: fonts, Uncompressed: true})
	d.H1("Overskrift")
	d.H2("Under")
	d.P("Tekst med ", pdf.Link("henvisning", "https://a.example"))
	d.Bullets("punkt")
	d.Table(pdf.Table{Columns: []pdf.Column{{Title: "A"}, {Title: "B"}}, Rows: [][]any{{"1", "2"}}})
	d.Figure("En streg", "", 50, 20, func(c *pdf.Canvas) { c.Line(0, 0, 50, 20, pdf.Style{Stroke: c.Theme.Ink}) })
	b, err := d.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestFaultsAreNoticed(t *testing.T) {
	b := sound(t)
	if r, err := uacheck.Check(b); err != nil || len(r.Problems) > 0 {
		t.Fatal("the sound file:", err, r.Problems)
	}
	for _, m := range []struct{ old, planted, want string }{
		{"/S/H2", "/S/H3", "14-003"}, {"/Scope/Column", "/Skope/Column", "15-003"}, {"/Alt", "/Xlt", "13-004"},
		{"/Marked true", "/Marked null", "06-001"}, {"/DisplayDocTitle true", "/DisplayDocTitle null", "07-001"}, {"/Lang(da)", "/Lang(??)", "11-006"},
		{"<pdfuaid:part>1", "<pdfuaid:part>9", "06-003"}, {"/Tabs/S", "/Tabs/R", "28-008"}, {"/Contents(h", "/Xontents(h", "28-012"},
		{"/Type/OBJR", "/Type/OBJX", "28-01"}, {"/ToUnicode", "/ToXnicode", "10-001"}, {"/FontFile2", "/FontFileX", "31-009"},
		{"/CIDToGIDMap/Identity", "/CIDToGIDMap/Iden1ity", "31-004"}, {"/ListNumbering", "/ListNumberinX", "16-001"},
		{"/P<</MCID 2>>BDC", "/P<</MCIX 2>>BDC", "01-005"}, {"/Artifact<<", "/Artifakt<<", "01-005"}, {"/S/TR/", "/S/LI/", "09"}, {"/W[0[", "/W[1[", "31-016"},
	} {
		if !bytes.Contains(b, []byte(m.old)) {
			t.Errorf("%q is not in the file", m.old)
			continue
		}
		r, err := uacheck.Check(bytes.Replace(b, []byte(m.old), []byte(m.planted), 1))
		if err != nil {
			t.Error(m.old, err)
			continue
		}
		found := false
		for _, p := range r.Problems {
			found = found || strings.HasPrefix(p, m.want)
		}
		if !found {
			t.Errorf("%s -> %s: not noticed as %s: %v", m.old, m.planted, m.want, r.Problems)
		}
	}
}

func TestWhatIsNoFile(t *testing.T) {
	for _, s := range []string{"", "%PDF-1.7", "%PDF-1.7\nstartxref\n-5\n", "%PDF-1.7\nxref\n0 1\ntrailer\nstartxref\n9\n"} {
		if _, err := uacheck.Check([]byte(s)); err == nil {
			t.Errorf("%q: no error", s)
		}
	}
}

// A damaged file gives problems or an error, and an end.
func FuzzCheck(f *testing.F) {
	b := sound(f)
	f.Add(40, []byte("<<"))
	f.Add(len(b)-100, []byte("9"))
	f.Fuzz(func(t *testing.T, at int, planted []byte) {
		damaged := bytes.Clone(b)
		copy(damaged[uint(at)%uint(len(damaged)):], planted)
		_, _ = uacheck.Check(damaged)
	})
}
