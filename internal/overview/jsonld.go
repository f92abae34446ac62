package overview

import (
	"context"
	"fmt"
	"slices"
	"time"

	"faelled/internal/billing"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/news"
	"faelled/internal/programme"
	"faelled/internal/web"
	"faelled/internal/when"
)

// What pages tell search engines, by schema.org. Nothing stands here that does not
// stand on the page: never the link to an online meeting.

const schema = "https://schema.org"

type ldEvent struct {
	Context     string    `json:"@context,omitempty"`
	Type        string    `json:"@type"`
	Name        string    `json:"name"`
	Description string    `json:"description,omitempty"`
	URL         string    `json:"url"`
	Starts      string    `json:"startDate"`
	Ends        string    `json:"endDate"`
	Status      string    `json:"eventStatus"`
	Before      []string  `json:"previousStartDate,omitempty"`
	Mode        string    `json:"eventAttendanceMode"`
	Location    []ldPlace `json:"location"`
	Organizer   *ldOrg    `json:"organizer,omitempty"`
	Offers      *ldOffer  `json:"offers,omitempty"`
	Language    string    `json:"inLanguage"`
	Image       []string  `json:"image,omitempty"`
	Series      *ldSeries `json:"superEvent,omitempty"`
}

type ldPlace struct {
	Type    string     `json:"@type"`
	Name    string     `json:"name,omitempty"`
	Address *ldAddress `json:"address,omitempty"`
	URL     string     `json:"url,omitempty"` // of a virtual one: the public page, where those registered find the link
}

type ldAddress struct {
	Type     string `json:"@type"`
	Street   string `json:"streetAddress,omitempty"`
	Postcode string `json:"postalCode,omitempty"`
	City     string `json:"addressLocality,omitempty"`
	Region   string `json:"addressRegion,omitempty"`
	Country  string `json:"addressCountry"`
}

type ldOrg struct {
	Type string `json:"@type"`
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

type ldOffer struct {
	Type         string  `json:"@type"`
	URL          string  `json:"url"`
	Price        string  `json:"price"`
	Currency     string  `json:"priceCurrency"`
	Spec         ldPrice `json:"priceSpecification"`
	Availability string  `json:"availability"`
	ValidThrough string  `json:"validThrough"`
}

type ldPrice struct {
	Type     string `json:"@type"`
	Price    string `json:"price"`
	Currency string `json:"priceCurrency"`
	VAT      bool   `json:"valueAddedTaxIncluded"`
}

type ldSeries struct {
	Context     string    `json:"@context,omitempty"`
	Type        string    `json:"@type"`
	Name        string    `json:"name"`
	Description string    `json:"description,omitempty"`
	URL         string    `json:"url"`
	Organizer   *ldOrg    `json:"organizer,omitempty"`
	Language    string    `json:"inLanguage,omitempty"`
	Image       []string  `json:"image,omitempty"`
	Events      []ldEvent `json:"subEvent,omitempty"`
}

type ldList struct {
	Context string   `json:"@context"`
	Type    string   `json:"@type"`
	Items   []ldItem `json:"itemListElement"`
}

type ldItem struct {
	Type     string `json:"@type"`
	Position int    `json:"position"`
	Name     string `json:"name"`
	URL      string `json:"url"`
}

type ldArticle struct {
	Context   string   `json:"@context"`
	Type      string   `json:"@type"`
	Headline  string   `json:"headline"`
	Text      string   `json:"description"`
	Published string   `json:"datePublished"`
	Modified  string   `json:"dateModified"`
	Language  string   `json:"inLanguage"`
	URL       string   `json:"mainEntityOfPage"`
	Image     []string `json:"image,omitempty"`
	Author    ldOrg    `json:"author"`
	Publisher ldOrg    `json:"publisher"`
}

// local is a moment with the offset of Copenhagen, summer time included.
func local(at time.Time) string { return at.In(when.Zone).Format(time.RFC3339) }

// eventData is a meeting. former are the days it was moved from.
func eventData(ctx context.Context, p programme.Programme, m meeting.Meeting, former []when.Date) ldEvent {
	e := ldEvent{
		Type: "Event", Name: m.Title, Description: m.Lead, URL: web.Absolute(ctx, meeting.Path(p, m)),
		Starts: string(m.Day), Ends: string(m.Day), Status: schema + "/EventScheduled", Mode: schema + "/OfflineEventAttendanceMode",
		Language: "da", Image: []string{web.Absolute(ctx, sharePath(sharedMeeting, string(m.ID), meetingCard(ctx, p, m)))},
	}
	if e.Name == "" {
		e.Name = p.Name
	}
	if e.Description == "" {
		e.Description = p.Lead
	}
	if m.Starts != nil && m.Ends != nil {
		e.Starts, e.Ends = local(*m.Starts), local(*m.Ends)
	}
	for _, day := range former {
		e.Before = append(e.Before, string(day))
	}
	switch {
	case m.State == meeting.Cancelled:
		e.Status = schema + "/EventCancelled"
	case len(former) > 0:
		e.Status = schema + "/EventRescheduled"
	}
	e.places(ctx, m)
	return e
}

// places says where. One that is not known yet is the country.
func (e *ldEvent) places(ctx context.Context, m meeting.Meeting) {
	if m.InPerson() || !m.Online() {
		e.Location = append(e.Location, ldPlace{Type: "Place", Name: m.Venue, Address: &ldAddress{
			Type: "PostalAddress", Street: m.Street, Postcode: m.Postcode, City: m.City, Country: "DK",
		}})
		if m.Venue == "" {
			e.Location[0].Name = m.Where(web.InDanish(ctx))
		}
	}
	if m.Online() {
		e.Location = append(e.Location, ldPlace{Type: "VirtualLocation", URL: e.URL})
		e.Mode = schema + "/OnlineEventAttendanceMode"
		if m.InPerson() {
			e.Mode = schema + "/MixedEventAttendanceMode"
		}
	}
}

// decimal is an amount as programs read it: "4375.00".
func decimal(m money.Money) string { return fmt.Sprintf("%d.%02d", m.Minor/100, m.Minor%100) }

// offerData is how an organisation that is not a member joins with a meeting; nil
// when it cannot.
func offerData(ctx context.Context, p programme.Programme, m meeting.Meeting, prices billing.PriceList, c chance) *ldOffer {
	if len(prices.Tiers) == 0 || !c.Open || m.State != meeting.Planned || m.Over(c.Now) {
		return nil
	}
	lowest := slices.MinFunc(prices.Tiers, func(a, b billing.Tier) int { return int(a.PerMeeting.Minor - b.PerMeeting.Minor) }).PerMeeting
	o := &ldOffer{
		Type: "Offer", URL: web.Absolute(ctx, joinPath(p, &m)), Price: decimal(lowest), Currency: lowest.Currency,
		Spec:         ldPrice{"PriceSpecification", decimal(lowest), lowest.Currency, false},
		Availability: schema + "/InStock", ValidThrough: local(lastMoment(p, m)),
	}
	switch {
	case c.full(m):
		o.Availability = schema + "/SoldOut"
	case c.few(m):
		o.Availability = schema + "/LimitedAvailability"
	}
	return o
}

// lastMoment is until when one can join: the end of the last day, or the meeting.
func lastMoment(p programme.Programme, m meeting.Meeting) time.Time {
	end := m.Day.Add(1).Time(when.Zone)
	if m.Starts != nil {
		end = *m.Starts
	}
	if p.Deadline != "" {
		if last := p.Deadline.Add(1).Time(when.Zone).Add(-time.Second); last.Before(end) {
			return last
		}
	}
	return end
}

// orgData is who runs it.
func orgData(ctx context.Context, p programme.Programme, name string) *ldOrg {
	if name == "" {
		return nil
	}
	return &ldOrg{"Organization", name, web.Absolute(ctx, aboutOrg(p.Operator))}
}

// seriesData is a programme with the meetings to come, each as short as it may be.
func seriesData(ctx context.Context, p programme.Programme, coming []meeting.Meeting, operator string) ldSeries {
	s := ldSeries{
		Context: schema, Type: "EventSeries", Name: p.Name, Description: p.Lead, URL: web.Absolute(ctx, p.Path()), Organizer: orgData(ctx, p, operator),
		Language: "da", Image: []string{web.Absolute(ctx, sharePath(sharedProgramme, string(p.ID), programmeCard(ctx, p)))},
	}
	for _, m := range coming {
		s.Events = append(s.Events, eventData(ctx, p, m, nil))
	}
	return s
}

// listData is a page of the catalogue.
func listData(ctx context.Context, cards []card) ldList {
	l := ldList{Context: schema, Type: "ItemList", Items: []ldItem{}}
	for i, c := range cards {
		l.Items = append(l.Items, ldItem{"ListItem", i + 1, c.Name, web.Absolute(ctx, c.Href)})
	}
	return l
}

// articleData is a piece of news.
func articleData(ctx context.Context, n news.News) ldArticle {
	us := ldOrg{"Organization", "Fælled", web.Absolute(ctx, "/")}
	return ldArticle{
		Context: schema, Type: "NewsArticle", Headline: n.Title, Text: n.Lead, Published: local(*n.PublishAt), Modified: local(n.ChangedAt), Language: "da",
		URL: web.Absolute(ctx, n.Path()), Image: []string{web.Absolute(ctx, sharePath(sharedNews, string(n.ID), newsCard(ctx, n)))}, Author: us, Publisher: us,
	}
}
