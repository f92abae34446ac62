package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"sync"
)

// file collects numbered PDF objects and serialises them: objects that are not
// streams go into object streams. readable leaves out all compression.
type file struct {
	objects  []object
	readable bool
}

// deflaters wait for the next stream: each holds over a megabyte. The fastest
// level makes an invoice a seventh larger and takes two thirds of the time.
var deflaters = sync.Pool{New: func() any {
	w, _ := zlib.NewWriterLevel(nil, zlib.BestSpeed) // fails for an unknown level only
	return w
}}

type object struct {
	body     []byte
	stream   []byte
	isStream bool
}

// alloc reserves a number. Numbers count from 1.
func (f *file) alloc() int { f.objects = append(f.objects, object{}); return len(f.objects) }

func (f *file) set(n int, format string, a ...any) {
	f.objects[n-1].body = fmt.Appendf(nil, format, a...)
}

func (f *file) add(format string, a ...any) int {
	n := f.alloc()
	f.set(n, format, a...)
	return n
}

func deflate(b []byte) []byte {
	var out bytes.Buffer
	w := deflaters.Get().(*zlib.Writer)
	defer deflaters.Put(w)
	w.Reset(&out)
	_, _ = w.Write(b) // writing to memory does not fail
	_ = w.Close()
	return out.Bytes()
}

// setStream stores a stream; dict is the inside of its dictionary without Length and Filter.
func (f *file) setStream(n int, dict string, data []byte) {
	if !f.readable {
		data = deflate(data)
		dict += "/Filter/FlateDecode"
	}
	f.setPlain(n, dict, data)
}

// setPlain stores a stream that must stay uncompressed.
func (f *file) setPlain(n int, dict string, data []byte) {
	f.objects[n-1] = object{body: fmt.Appendf(nil, "<<%s/Length %d>>", dict, len(data)), stream: data, isStream: true}
}

// place says where an object lies: kind 1 at an offset, kind 2 in an object stream at an index.
type place struct{ kind, at, index int }

// writer puts objects into the file and notes where.
type writer struct {
	bytes.Buffer
	places []place
}

func (w *writer) object(n int, o object) {
	w.places[n] = place{1, w.Len(), 0}
	fmt.Fprintf(w, "%d 0 obj\n", n)
	w.Write(o.body)
	if o.isStream {
		w.WriteString("\nstream\n")
		w.Write(o.stream)
		w.WriteString("\nendstream")
	}
	w.WriteString("\nendobj\n")
}

// bytes writes the file. Its identifier is a hash of its content: the same content is the same file.
func (f *file) bytes(catalog, info int) []byte {
	w := &writer{places: make([]place, len(f.objects)+1)}
	w.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	var packed []int
	for i, o := range f.objects {
		if o.isStream || f.readable {
			w.object(i+1, o)
		} else {
			packed = append(packed, i+1)
		}
	}
	trailer := func() string {
		sum := sha256.Sum256(w.Bytes())
		return fmt.Sprintf("/Root %d 0 R/Info %d 0 R/ID[<%x><%x>]", catalog, info, sum[:16], sum[:16])
	}
	if f.readable {
		w.table(trailer())
		return w.Bytes()
	}
	for len(packed) > 0 {
		part := packed[:min(len(packed), 400)]
		packed = packed[len(part):]
		f.pack(w, part)
	}
	f.crossReference(w, trailer())
	return w.Bytes()
}

// pack writes objects into one object stream.
func (f *file) pack(w *writer, numbers []int) {
	stream := f.alloc()
	w.places = append(w.places, place{})
	var index, body []byte
	for i, n := range numbers {
		index = fmt.Appendf(index, "%d %d ", n, len(body))
		body = append(append(body, f.objects[n-1].body...), '\n')
		w.places[n] = place{2, stream, i}
	}
	f.setStream(stream, fmt.Sprintf("/Type/ObjStm/N %d/First %d", len(numbers), len(index)), append(index, body...))
	w.object(stream, f.objects[stream-1])
}

// crossReference ends a file with the stream that tells where everything is.
func (f *file) crossReference(w *writer, trailer string) {
	n := f.alloc()
	at := w.Len()
	w.places = append(w.places, place{1, at, 0})
	table := []byte{0, 0, 0, 0, 0, 255, 255}
	for _, p := range w.places[1:] {
		table = append(table, byte(p.kind), byte(p.at>>24), byte(p.at>>16), byte(p.at>>8), byte(p.at), byte(p.index>>8), byte(p.index))
	}
	f.setStream(n, fmt.Sprintf("/Type/XRef/Size %d/W[1 4 2]%s", len(w.places), trailer), table)
	w.object(n, f.objects[n-1])
	fmt.Fprintf(w, "startxref\n%d\n%%%%EOF\n", at)
}

// table ends a readable file with the classic cross-reference table.
func (w *writer) table(trailer string) {
	at, n := w.Len(), len(w.places)
	fmt.Fprintf(w, "xref\n0 %d\n0000000000 65535 f \n", n)
	for _, p := range w.places[1:] {
		fmt.Fprintf(w, "%010d 00000 n \n", p.at)
	}
	fmt.Fprintf(w, "trailer\n<</Size %d%s>>\nstartxref\n%d\n%%%%EOF\n", n, trailer, at)
}
