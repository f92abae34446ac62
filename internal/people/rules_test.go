package people

import (
	"fmt"
	"net/mail"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func TestParseEmail(t *testing.T) {
	for text, want := range map[string]string{
		"bodil@egelund.example":                 "bodil@egelund.example",
		"  Bodil.Ask@EGELUND.example \t":        "bodil.ask@egelund.example",
		"a+b@x.y.example":                       "a+b@x.y.example",
		"søren@ærø.example":                     "søren@ærø.example",
		"o'hara@x.example":                      "o'hara@x.example",
		"":                                      "",
		"bodil":                                 "",
		"bodil@egelund":                         "",
		"@egelund.example":                      "",
		"bodil@":                                "",
		"bodil@egelund.example.":                "",
		"bodil@.example":                        "",
		"bodil@-egelund.example":                "",
		"bodil@[127.0.0.1]":                     "",
		"Bodil <bodil@egelund.example>":         "",
		"<bodil@egelund.example>":               "",
		`"bodil ask"@egelund.example`:           "",
		`"a@b"@egelund.example`:                 "",
		"a@b@egelund.example":                   "",
		"a@egelund.example, b@x.example":        "",
		"a@egelund.example\r\nBcc: b@x.example": "",
		"a\x00@egelund.example":                 "",
		"a\u202e@egelund.example":               "",
		"a b@egelund.example":                   "",
		"a(b)@egelund.example":                  "",
		"a@egelund_x.example":                   "",
		strings.Repeat("a", 243) + "@x.example": strings.Repeat("a", 243) + "@x.example",
		strings.Repeat("a", 245) + "@x.example": "",
		"a@egelund.example\xff":                 "",
	} {
		got, ok := ParseEmail(text)
		if got != want || ok != (want != "") {
			t.Errorf("%q became %q, %v", text, got, ok)
		}
	}
}

// What is taken is one address, reads the same again, and cannot reach into a
// header or another field.
func FuzzParseEmail(f *testing.F) {
	for _, seed := range []string{"bodil@egelund.example", ` "a@b"@c.example `, "a@b.c,d@e.f", "æ@ø.å", "a@b..c", "A@B.C\r\nBcc: x@y.z", "ſ@K.example"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		email, ok := ParseEmail(text)
		if !ok {
			if email != "" {
				t.Errorf("%q is refused as %q", text, email)
			}
			return
		}
		if again, ok := ParseEmail(email); !ok || again != email {
			t.Errorf("%q became %q, which became %q", text, email, again)
		}
		if strings.Count(email, "@") != 1 || len(email) > 254 || strings.ContainsFunc(email, unicode.IsSpace) || strings.ContainsFunc(email, unicode.IsControl) {
			t.Errorf("%q became %q", text, email)
		}
		if list, err := mail.ParseAddressList(email); err != nil || len(list) != 1 || list[0].Address != email {
			t.Errorf("%q is not one address: %v %v", email, list, err)
		}
	})
}

func TestParseGLN(t *testing.T) {
	for text, want := range map[string]string{
		"5790000000005":             "5790000000005",
		" 5790 0000 0000 5 ":        "5790000000005",
		"5790\u00a00000\u00a000005": "5790000000005",
		"5790000000006":             "",
		"579000000000":              "",
		"57900000000050":            "",
		"579000000000A":             "",
		"٥٧٩٠٠٠٠٠٠٠٠٠٥":             "",
		"0000000000000":             "",
		"":                          "",
	} {
		got, ok := ParseGLN(text)
		if got != want || ok != (want != "") {
			t.Errorf("%q became %q, %v", text, got, ok)
		}
	}
	if got := GroupGLN("5790000000005"); got != "5790\u00a00000\u00a00000\u00a05" {
		t.Errorf("grouped %q", got)
	}
}

// Of ten numbers that differ in the last digit only, one is a GLN; and changing
// any one digit of it is noticed.
func TestGLNCheckDigitNoticesOneWrongDigit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.StringMatching(`[1-9][0-9]{11}`).Draw(t, "body")
		var good string
		for last := range 10 {
			if gln, ok := ParseGLN(fmt.Sprint(body, last)); ok {
				if good != "" {
					t.Fatalf("both %s and %s", good, gln)
				}
				good = gln
			}
		}
		if good == "" {
			t.Fatalf("none of %s_", body)
		}
		at := rapid.IntRange(0, 12).Draw(t, "at")
		digit := byte('0' + (int(good[at]-'0')+rapid.IntRange(1, 9).Draw(t, "by"))%10)
		wrong := good[:at] + string(digit) + good[at+1:]
		if _, ok := ParseGLN(wrong); ok {
			t.Errorf("%s passes, and so does %s", good, wrong)
		}
		if grouped, ok := ParseGLN(GroupGLN(good)); !ok || grouped != good {
			t.Errorf("%s grouped reads as %s", good, grouped)
		}
	})
}

func FuzzParseGLN(f *testing.F) {
	f.Add("5790 0000 0000 5")
	f.Add("579000000000\x005")
	f.Fuzz(func(t *testing.T, text string) {
		gln, ok := ParseGLN(text)
		if again, same := ParseGLN(gln); ok && (!same || again != gln || len(gln) != 13) || !ok && gln != "" {
			t.Errorf("%q became %q", text, gln)
		}
	})
}

func TestParseCVR(t *testing.T) {
	for text, want := range map[string]string{
		"10000009":    "10000009", // 2·1 + 1·9 = 11
		"dk 10000009": "10000009",
		"1000 0009":   "10000009",
		"10000008":    "",
		"00000000":    "",
		"01000004":    "", // 7 + 4 = 11, but no number begins with 0
		"1000000":     "",
		"100000090":   "",
		"":            "",
	} {
		got, ok := ParseCVR(text)
		if got != want || ok != (want != "") {
			t.Errorf("%q became %q, %v", text, got, ok)
		}
	}
}

func FuzzParseCVR(f *testing.F) {
	f.Add("DK10000009")
	f.Add("1000 0009")
	f.Fuzz(func(t *testing.T, text string) {
		cvr, ok := ParseCVR(text)
		if again, same := ParseCVR(cvr); ok && (!same || again != cvr || len(cvr) != 8) {
			t.Errorf("%q became %q", text, cvr)
		}
	})
}

func TestParseDomain(t *testing.T) {
	for text, want := range map[string]string{
		" @Egelund.Example": "egelund.example", "egelund.example": "egelund.example", "egelund": "", "a@b.example": "", "": "",
	} {
		if got, ok := parseDomain(text); got != want || ok != (want != "") {
			t.Errorf("%q became %q, %v", text, got, ok)
		}
	}
}

func TestALineIsOneLine(t *testing.T) {
	for text, want := range map[string]string{
		"  Bodil \n Ask ": "Bodil Ask",
		"Bodil\u202eAsk":  "", // turns the text around
		"Bodil\x00":       "",
		"Bodil\xff":       "",
	} {
		if got, ok := line(text); ok != (want != "") || ok && got != want {
			t.Errorf("%q became %q, %v", text, got, ok)
		}
	}
	if _, ok := line(strings.Repeat("å", 201)); ok {
		t.Error("201 letters pass")
	}
	if _, ok := line(strings.Repeat("å", 200)); !ok {
		t.Error("200 letters do not pass")
	}
}
