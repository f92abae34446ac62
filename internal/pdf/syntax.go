package pdf

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// text writes a PDF text string: ASCII as it is, everything else in UTF-16.
func text(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r < 32 || r > 126 }) < 0 {
		return "(" + strings.NewReplacer("(", `\(`, ")", `\)`, `\`, `\\`).Replace(s) + ")"
	}
	out := []byte("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		out = fmt.Appendf(out, "%04X", u)
	}
	return string(append(out, '>'))
}

// num writes a coordinate with at most three decimals.
func num(v float64) string { return string(appendNum(nil, v)) }

func appendNum(b []byte, v float64) []byte {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		v = 0
	}
	n := len(b)
	b = strconv.AppendFloat(b, v, 'f', 3, 64)
	for b[len(b)-1] == '0' {
		b = b[:len(b)-1]
	}
	if b[len(b)-1] == '.' {
		b = b[:len(b)-1]
	}
	if string(b[n:]) == "-0" {
		b = append(b[:n], '0')
	}
	return b
}

func date(t time.Time) string { return t.UTC().Format("(D:20060102150405+00'00')") }

// address percent-encodes what may not stand in a URI action.
func address(u string) string {
	var b []byte
	for i := range len(u) {
		if c := u[i]; c <= 32 || c >= 127 {
			b = fmt.Appendf(b, "%%%02X", c)
		} else {
			b = append(b, c)
		}
	}
	return string(b)
}

func xmlText(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(string(clean(s)))
}
