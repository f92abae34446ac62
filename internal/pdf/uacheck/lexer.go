package uacheck

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf16"
)

// Values are bool, float64, string (as bytes), nil, []any and these.
type (
	name     string
	ref      int
	dict     map[string]any
	operator string
)

type lexer struct {
	b     []byte
	i     int
	refs  bool // read "n g R" as a reference
	depth int
}

var errEnd = errors.New("end of data")

func space(c byte) bool { return c == 0 || c == 9 || c == 10 || c == 12 || c == 13 || c == 32 }
func delim(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

func (l *lexer) skip() {
	for l.i < len(l.b) {
		switch c := l.b[l.i]; {
		case space(c):
			l.i++
		case c == '%':
			for l.i < len(l.b) && l.b[l.i] != '\n' && l.b[l.i] != '\r' {
				l.i++
			}
		default:
			return
		}
	}
}

// ahead tells whether the next bytes are s, and takes them.
func (l *lexer) ahead(s string) bool {
	l.skip()
	if !bytes.HasPrefix(l.b[l.i:], []byte(s)) {
		return false
	}
	l.i += len(s)
	return true
}

// value reads the next value, an operator when it is none of the others.
func (l *lexer) value() (any, error) {
	if l.depth++; l.depth > 100 {
		return nil, errors.New("nested too deep")
	}
	defer func() { l.depth-- }()
	l.skip()
	if l.i >= len(l.b) {
		return nil, errEnd
	}
	switch {
	case l.ahead("/"):
		return name(l.word()), nil
	case l.ahead("("):
		return l.literal()
	case l.ahead("<<"):
		return l.dict()
	case l.ahead("<"):
		return l.hex()
	case l.ahead("["):
		return l.array()
	case delim(l.b[l.i]):
		return nil, fmt.Errorf("stray %q at %d", l.b[l.i], l.i)
	}
	switch t := l.word(); t {
	case "true":
		return true, nil
	case "false":
		return false, nil
	case "null":
		return nil, nil
	default:
		v, err := strconv.ParseFloat(t, 64)
		if err != nil {
			return operator(t), nil
		}
		if l.refs && l.reference() {
			return ref(int(v)), nil
		}
		return v, nil
	}
}

func (l *lexer) word() string {
	start := l.i
	for l.i < len(l.b) && !space(l.b[l.i]) && !delim(l.b[l.i]) {
		l.i++
	}
	return string(l.b[start:l.i])
}

// reference takes "g R" after an object number, when it is there.
func (l *lexer) reference() bool {
	start := l.i
	l.skip()
	if _, err := strconv.ParseUint(l.word(), 10, 16); err == nil {
		l.skip()
		if l.word() == "R" {
			return true
		}
	}
	l.i = start
	return false
}

func (l *lexer) dict() (any, error) {
	d := dict{}
	for !l.ahead(">>") {
		k, err := l.value()
		if err != nil {
			return nil, err
		}
		n, ok := k.(name)
		if !ok {
			return nil, fmt.Errorf("dictionary key %v at %d", k, l.i)
		}
		if _, twice := d[string(n)]; twice {
			return nil, fmt.Errorf("key /%s twice", n)
		}
		if d[string(n)], err = l.value(); err != nil {
			return nil, err
		}
	}
	return d, nil
}

func (l *lexer) array() (any, error) {
	a := []any{}
	for !l.ahead("]") {
		v, err := l.value()
		if err != nil {
			return nil, err
		}
		a = append(a, v)
	}
	return a, nil
}

func (l *lexer) hex() (any, error) {
	var digits []byte
	for l.i < len(l.b) && l.b[l.i] != '>' {
		if !space(l.b[l.i]) {
			digits = append(digits, l.b[l.i])
		}
		l.i++
	}
	if l.i >= len(l.b) {
		return nil, errEnd
	}
	l.i++
	if len(digits)%2 == 1 {
		digits = append(digits, '0')
	}
	out, err := hex.DecodeString(string(digits))
	return string(out), err
}

func (l *lexer) literal() (any, error) {
	var out []byte
	for depth := 1; l.i < len(l.b); l.i++ {
		switch c := l.b[l.i]; c {
		case '\\':
			if l.i++; l.i < len(l.b) {
				out = append(out, l.b[l.i])
			}
			continue
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				l.i++
				return string(out), nil
			}
		}
		out = append(out, l.b[l.i])
	}
	return nil, errEnd
}

// text decodes a text string: UTF-16 with its mark, or what stands there.
func text(s string) string {
	if len(s) < 2 || s[0] != 0xFE || s[1] != 0xFF {
		return s
	}
	var u []uint16
	for i := 2; i+1 < len(s); i += 2 {
		u = append(u, uint16(s[i])<<8|uint16(s[i+1]))
	}
	return string(utf16.Decode(u))
}
