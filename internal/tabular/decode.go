package tabular

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Encoding is how the letters of a text are written.
type Encoding string

const (
	UTF8        Encoding = "UTF-8"
	UTF16       Encoding = "UTF-16"
	Windows1252 Encoding = "Windows-1252"
)

// decode finds out how a text is written, and reads it. A byte that is not UTF-8
// is Windows-1252, so that a file put together from both is read as well.
func decode(data []byte) (string, Encoding) {
	if order := utf16Order(data); order != nil {
		units := make([]uint16, len(data)/2)
		for i := range units {
			units[i] = order.Uint16(data[2*i:])
		}
		return strings.TrimPrefix(string(utf16.Decode(units)), mark), UTF16
	}
	data = bytes.TrimPrefix(data, []byte(mark))
	if utf8.Valid(data) {
		return string(data), UTF8
	}
	var b strings.Builder
	b.Grow(len(data) + len(data)/8)
	for len(data) > 0 {
		c, size := utf8.DecodeRune(data)
		if c == utf8.RuneError && size == 1 {
			c = windows1252(data[0])
		}
		b.WriteRune(c)
		data = data[size:]
	}
	return b.String(), Windows1252
}

// utf16Order is nil when the text is not UTF-16. Without a mark it is told by the
// empty half of most letters.
func utf16Order(data []byte) binary.ByteOrder {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return binary.LittleEndian
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return binary.BigEndian
	}
	var zeros [2]int
	seen := data[:min(len(data), 1000)]
	for i, b := range seen {
		if b == 0 {
			zeros[i%2]++
		}
	}
	switch {
	case zeros[1] > len(seen)/4 && zeros[0] == 0:
		return binary.LittleEndian
	case zeros[0] > len(seen)/4 && zeros[1] == 0:
		return binary.BigEndian
	}
	return nil
}

// special are the letters 0x80 to 0x9f of Windows-1252; the others are those of
// Unicode. Five have none.
const special = "€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ"

var specials = []rune(special)

func windows1252(b byte) rune {
	if b >= 0x80 && b <= 0x9f {
		return specials[b-0x80]
	}
	return rune(b)
}
