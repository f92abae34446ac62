package pdf

// writeMetadata writes what a catalogue of files shows of the document, twice
// as the standards ask: in the info dictionary, and as XMP with the declaration
// that the file keeps PDF/UA-1. It returns the object number of the XMP.
func (f *file) writeMetadata(info int, o Options) int {
	inf := "/Title" + text(string(clean(o.Title))) + "/Producer" + text(producer)
	x := `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">` + xmlText(o.Title) + `</rdf:li></rdf:Alt></dc:title>` +
		`<dc:language><rdf:Bag><rdf:li>` + o.Lang + `</rdf:li></rdf:Bag></dc:language>` +
		`<pdf:Producer>` + producer + `</pdf:Producer>`
	if !blank(o.Author) {
		inf += "/Author" + text(string(clean(o.Author)))
		x += `<dc:creator><rdf:Seq><rdf:li>` + xmlText(o.Author) + `</rdf:li></rdf:Seq></dc:creator>`
	}
	if !o.Created.IsZero() {
		inf += "/CreationDate" + date(o.Created) + "/ModDate" + date(o.Created)
		at := o.Created.UTC().Format("2006-01-02T15:04:05Z")
		x += `<xmp:CreateDate>` + at + `</xmp:CreateDate><xmp:ModifyDate>` + at + `</xmp:ModifyDate>`
	}
	f.set(info, "<<%s>>", inf)
	object := f.alloc()
	f.setPlain(object, "/Type/Metadata/Subtype/XML", []byte(xmpBefore+x+xmpAfter))
	return object
}

const (
	producer  = "Fælled"
	xmpBefore = `<?xpacket begin="` + "\ufeff" + `" id="W5M0MpCehiHzreSzNTczkc9d"?>` +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"` +
		` xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">`
	xmpAfter = `<pdfuaid:part>1</pdfuaid:part></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
)
