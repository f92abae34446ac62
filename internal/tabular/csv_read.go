package tabular

import "strings"

func readCSV(text string, encoding Encoding) (Table, fault) {
	t := Table{Format: CSV, Encoding: encoding}
	p := parser{text: text, line: 1}
	p.comma, p.at = separator(text)
	if p.at > 0 {
		p.line++
	}
	t.Comma = rune(p.comma)
	for p.at < len(p.text) {
		number := p.line
		cells, ok := p.record()
		if !ok {
			return Table{}, tooWide
		}
		if bad := t.add(number, cells); bad != "" {
			return Table{}, bad
		}
	}
	return t, ""
}

// sniffed is how many records decide what stands between fields.
const sniffed = 50

// separator is what stands between the fields, and where the table begins: after
// Excel's own "sep=;", when there is one. Else it is the one that divides most of
// the first records into equally many fields, if it can be one that divides the
// first of all, where the headings are; when none does, a semicolon.
func separator(text string) (comma byte, begin int) {
	if rest, ok := strings.CutPrefix(strings.TrimPrefix(text, `"`), "sep="); ok && rest != "" {
		if end := strings.IndexAny(text, "\r\n"); end >= 0 && strings.ContainsRune(";,\t", rune(rest[0])) {
			if strings.HasPrefix(text[end:], "\r\n") {
				end++
			}
			return rest[0], end + 1
		}
	}
	comma, best, heads := byte(';'), 0, false
	for _, c := range []byte(";\t,") {
		score, divided := evenness(text, c)
		if divided && !heads && score > 0 || divided == heads && score > best {
			comma, best, heads = c, score, divided
		}
	}
	return comma, 0
}

// evenness is how many of the first records have the commonest number of fields,
// when that is more than one, and their number when as many have it; divided tells
// whether the first record has more than one.
func evenness(text string, comma byte) (best int, divided bool) {
	p := parser{text: text, comma: comma, line: 1}
	counts := map[int]int{}
	for i := range sniffed {
		if p.at >= len(p.text) {
			break
		}
		cells, ok := p.record()
		if n := len(cells); ok && n > 1 {
			counts[n]++
			divided = divided || i == 0
		}
	}
	for n, count := range counts {
		best = max(best, count*(MaxColumns+2)+n)
	}
	return best, divided
}

// maxStray is how many opening quotes without an end are forgiven. After that,
// quotes mean nothing: looking for the end of each would take forever.
const maxStray = 200

// parser reads records one by one. Its line counts as people's editors do.
type parser struct {
	text  string
	comma byte
	at    int
	line  int
	stray int
}

// record reads the next record. It is false when there are more fields than a
// table may have.
func (p *parser) record() (cells []string, ok bool) {
	for {
		cells = append(cells, p.field())
		if len(cells) > MaxColumns+1 {
			return cells, false
		}
		if p.at >= len(p.text) {
			return cells, true
		}
		c := p.text[p.at]
		p.at++
		if c == p.comma {
			continue
		}
		if c == '\r' && p.at < len(p.text) && p.text[p.at] == '\n' {
			p.at++
		}
		p.line++
		return cells, true
	}
}

// field reads up to what ends it: a separator or the end of a line.
func (p *parser) field() string {
	begin := p.at
	for begin < len(p.text) && p.text[begin] == ' ' {
		begin++
	}
	if begin < len(p.text) && p.text[begin] == '"' && p.stray < maxStray {
		if value, end, ok := p.quoted(begin + 1); ok {
			p.line += lines(p.text[begin:end])
			p.at = end
			return value
		}
		p.stray++
	}
	end := p.at
	for end < len(p.text) && !p.ends(end) {
		end++
	}
	value := p.text[p.at:end]
	p.at = end
	return value
}

func (p *parser) ends(at int) bool {
	c := p.text[at]
	return c == p.comma || c == '\r' || c == '\n'
}

// quoted reads a field after its opening quote. A quote ends it only before a
// separator or the end of a line; others are letters. It is false when the opening
// one was a letter too: when no end is found within the length of a cell, or a
// field seems to begin inside.
func (p *parser) quoted(begin int) (value string, end int, ok bool) {
	var b strings.Builder
	for at := begin; at < len(p.text) && at-begin <= 2*maxCell; at++ {
		if p.text[at] != '"' {
			b.WriteByte(p.text[at])
			continue
		}
		after := at + 1
		if after < len(p.text) && p.text[after] == '"' {
			b.WriteByte('"')
			at++
			continue
		}
		for after < len(p.text) && p.text[after] == ' ' {
			after++
		}
		if after >= len(p.text) || p.ends(after) {
			return b.String(), after, true
		}
		if at > begin && p.ends(at-1) {
			return "", 0, false
		}
		b.WriteByte('"')
	}
	return "", 0, false
}

// lines is how many lines end in a text.
func lines(text string) int {
	return strings.Count(text, "\n") + strings.Count(text, "\r") - strings.Count(text, "\r\n")
}
