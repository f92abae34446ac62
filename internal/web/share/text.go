package share

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/image/font"
)

// leading is the distance between lines, in sizes of type.
const leading = 1.16

// sizes are those that a title is tried in; it is cut when it is too long for the
// last.
var sizes = []float64{82, 72, 64, 56, 48}

// fit is the largest size in which a title stands in the space it has, and its
// lines.
func fit(title string) (size float64, lines []string, err error) {
	for _, size = range sizes {
		f, err := face(semibold, size)
		if err != nil {
			return 0, nil, err
		}
		lines = wrap(title, func(text string) int { return font.MeasureString(f, text).Ceil() }, textWidth)
		f.Close()
		if float64(len(lines))*size*leading <= titleSpace {
			return size, lines, nil
		}
	}
	most := int(titleSpace / (size * leading))
	lines = lines[:most]
	lines[most-1] = strings.TrimRight(cut(lines[most-1], 3), " -,.") + " …"
	return size, lines, nil
}

// cut is a text less its last letters.
func cut(text string, letters int) string {
	for range letters {
		_, n := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-n]
	}
	return text
}

// wrap breaks a text into lines no wider than width. A word that is wider than a
// line, as Danish ones may be, is broken with a hyphen.
func wrap(text string, measure func(string) int, width int) (lines []string) {
	line := ""
	for _, word := range strings.Fields(text) {
		longer := strings.TrimPrefix(line+" "+word, " ")
		if measure(longer) <= width {
			line = longer
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for measure(word) > width {
			head := fitting(word, measure, width)
			lines, word = append(lines, head+"-"), word[len(head):]
		}
		line = word
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// fitting is as much of a word as stands on a line with a hyphen; a letter at
// least.
func fitting(word string, measure func(string) int, width int) string {
	_, end := utf8.DecodeRuneInString(word)
	for i := range word {
		if i <= end {
			continue
		}
		if measure(word[:i]+"-") > width {
			break
		}
		end = i
	}
	return word[:end]
}

// shorten is a line that stands below the title, cut where it would leave the
// picture.
func shorten(text string) string {
	f, err := face(regular, lineSize)
	if err != nil {
		return text
	}
	defer f.Close()
	measure := func(text string) int { return font.MeasureString(f, text).Ceil() }
	if measure(text) <= textWidth {
		return text
	}
	return strings.TrimRight(fitting(text, measure, textWidth), " -,.·") + "…"
}
