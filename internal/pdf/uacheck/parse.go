package uacheck

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
)

// stream is a stream with its decoded data.
type stream struct {
	dict dict
	data []byte
}

// pdfFile is a parsed file.
type pdfFile struct {
	objects map[int]any
	trailer dict
}

// get follows references.
func (f *pdfFile) get(v any) any {
	for range 20 {
		r, ok := v.(ref)
		if !ok {
			return v
		}
		v = f.objects[int(r)]
	}
	return nil
}

func (f *pdfFile) dict(v any) dict {
	switch d := f.get(v).(type) {
	case dict:
		return d
	case *stream:
		return d.dict
	}
	return nil
}

func (f *pdfFile) array(v any) []any {
	a, _ := f.get(v).([]any)
	return a
}

func reference(v any) ref { r, _ := v.(ref); return r }

func integer(v any) int { n, _ := v.(float64); return int(n) }

// whereabouts tell where objects lie.
type whereabouts struct {
	offsets map[int]int    // object → offset in the file
	packed  map[int][2]int // object → object stream, index in it
}

// parse reads all objects.
func parse(b []byte) (*pdfFile, error) {
	if !bytes.HasPrefix(b, []byte("%PDF-1.7")) {
		return nil, errors.New("no PDF 1.7 header")
	}
	last := bytes.LastIndex(b, []byte("startxref"))
	if last < 0 {
		return nil, errors.New("no startxref")
	}
	v, err := (&lexer{b: b, i: last + len("startxref")}).value()
	at, ok := v.(float64)
	if err != nil || !ok || at < 0 || int(at) >= len(b) {
		return nil, errors.New("bad startxref")
	}
	f := &pdfFile{objects: map[int]any{}}
	where := &whereabouts{offsets: map[int]int{}, packed: map[int][2]int{}}
	if bytes.HasPrefix(b[int(at):], []byte("xref")) {
		f.trailer, err = where.table(b, int(at)+len("xref"))
	} else {
		f.trailer, err = where.stream(b, int(at))
	}
	if err != nil {
		return nil, err
	}
	for n, o := range where.offsets {
		number, v, err := object(b, o)
		if err != nil {
			return nil, fmt.Errorf("object %d: %w", n, err)
		}
		if number != n {
			return nil, fmt.Errorf("object %d found where %d should be", number, n)
		}
		f.objects[n] = v
	}
	for n, p := range where.packed {
		if f.objects[n], err = f.unpack(n, p[0], p[1]); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// table reads a classic cross-reference table and the trailer after it.
func (w *whereabouts) table(b []byte, at int) (dict, error) {
	l := &lexer{b: b, i: at}
	_, _ = l.value()
	n, _ := l.value()
	for i := range min(integer(n), len(b)) {
		offset, _ := l.value()
		_, _ = l.value()
		if kind, _ := l.value(); kind == operator("n") {
			w.offsets[i] = integer(offset)
		}
	}
	if t, _ := l.value(); t != operator("trailer") {
		return nil, errors.New("no trailer")
	}
	l.refs = true
	t, err := l.value()
	d, _ := t.(dict)
	return d, err
}

// stream reads a cross-reference stream, whose dictionary is the trailer.
func (w *whereabouts) stream(b []byte, at int) (dict, error) {
	_, o, err := object(b, at)
	if err != nil {
		return nil, err
	}
	s, ok := o.(*stream)
	if !ok {
		return nil, errors.New("no cross-reference stream")
	}
	widths, _ := s.dict["W"].([]any)
	if len(widths) != 3 || integer(widths[0]) != 1 || integer(widths[1]) != 4 || integer(widths[2]) != 2 {
		return nil, errors.New("cross-reference fields are not 1, 4 and 2 bytes wide")
	}
	for i, d := 0, s.data; len(d) >= 7; i, d = i+1, d[7:] {
		first, second := int(d[1])<<24|int(d[2])<<16|int(d[3])<<8|int(d[4]), int(d[5])<<8|int(d[6])
		switch d[0] {
		case 1:
			w.offsets[i] = first
		case 2:
			w.packed[i] = [2]int{first, second}
		}
	}
	return s.dict, nil
}

// unpack reads object n from its place in an object stream.
func (f *pdfFile) unpack(n, container, index int) (any, error) {
	s, ok := f.objects[container].(*stream)
	if !ok {
		return nil, fmt.Errorf("object %d: no object stream %d", n, container)
	}
	l := &lexer{b: s.data}
	var number, at any
	for range index + 1 {
		number, _ = l.value()
		at, _ = l.value()
	}
	start := integer(s.dict["First"]) + integer(at)
	if integer(number) != n || start < 0 || start > len(s.data) {
		return nil, fmt.Errorf("object stream %d does not hold %d", container, n)
	}
	v, err := (&lexer{b: s.data, i: start, refs: true}).value()
	if err != nil {
		return nil, fmt.Errorf("object %d: %w", n, err)
	}
	return v, nil
}

// object reads "n 0 obj" and what follows it.
func object(b []byte, at int) (number int, v any, err error) {
	if at < 0 || at >= len(b) {
		return 0, nil, errEnd
	}
	l := &lexer{b: b, i: at}
	n, _ := l.value()
	_, _ = l.value()
	if k, _ := l.value(); k != operator("obj") {
		return 0, nil, errors.New("no obj keyword")
	}
	l.refs = true
	if v, err = l.value(); err != nil {
		return 0, nil, err
	}
	d, ok := v.(dict)
	if !ok || !l.ahead("stream\n") {
		return integer(n), v, nil
	}
	length := integer(d["Length"])
	if length < 0 || l.i+length > len(b) || !bytes.HasPrefix(b[l.i+length:], []byte("\nendstream")) {
		return 0, nil, errors.New("wrong stream length")
	}
	data := b[l.i : l.i+length]
	if d["Filter"] == name("FlateDecode") {
		if data, err = inflate(data); err != nil {
			return 0, nil, err
		}
	}
	return integer(n), &stream{d, data}, nil
}

// maxStream is the most a stream may unfold to, in bytes.
const maxStream = 64 << 20

func inflate(b []byte) ([]byte, error) {
	z, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(z, maxStream))
}
