package ubl

import (
	"encoding/xml"
)

// The order of fields is the order in the schema. Schematron does not see order;
// the XSD does, and conformance/einvoice asks it.

type scheme struct {
	ID string `xml:"cbc:ID"`
}

type coded struct {
	Scheme string `xml:"schemeID,attr,omitempty"`
	Value  string `xml:",chardata"`
}

type amount struct {
	Currency string `xml:"currencyID,attr"`
	Value    string `xml:",chardata"`
}

type quantity struct {
	Unit  string `xml:"unitCode,attr"`
	Value int64  `xml:",chardata"`
}

type category struct {
	ID      Category `xml:"cbc:ID"`
	Percent string   `xml:"cbc:Percent,omitempty"`
	Reason  string   `xml:"cbc:TaxExemptionReason,omitempty"`
	Scheme  scheme   `xml:"cac:TaxScheme"`
}

type period struct {
	From string `xml:"cbc:StartDate"`
	To   string `xml:"cbc:EndDate"`
}

type address struct {
	Street   string `xml:"cbc:StreetName,omitempty"`
	City     string `xml:"cbc:CityName,omitempty"`
	Postcode string `xml:"cbc:PostalZone,omitempty"`
	Country  string `xml:"cac:Country>cbc:IdentificationCode"`
}

type taxScheme struct {
	CompanyID string `xml:"cbc:CompanyID"`
	Scheme    scheme `xml:"cac:TaxScheme"`
}

type legal struct {
	Name string `xml:"cbc:RegistrationName"`
	CVR  *coded `xml:"cbc:CompanyID"`
}

type contact struct {
	Name  string `xml:"cbc:Name,omitempty"`
	Phone string `xml:"cbc:Telephone,omitempty"`
	Email string `xml:"cbc:ElectronicMail,omitempty"`
}

type party struct {
	Endpoint coded      `xml:"cac:Party>cbc:EndpointID"`
	Name     string     `xml:"cac:Party>cac:PartyName>cbc:Name"`
	Address  address    `xml:"cac:Party>cac:PostalAddress"`
	Tax      *taxScheme `xml:"cac:Party>cac:PartyTaxScheme"`
	Legal    legal      `xml:"cac:Party>cac:PartyLegalEntity"`
	Contact  *contact   `xml:"cac:Party>cac:Contact"`
}

type reference struct {
	ID   string `xml:"cac:InvoiceDocumentReference>cbc:ID"`
	Date string `xml:"cac:InvoiceDocumentReference>cbc:IssueDate,omitempty"`
}

type delivery struct {
	Date string `xml:"cbc:ActualDeliveryDate"`
}

type payment struct {
	Code    string `xml:"cbc:PaymentMeansCode"`
	ID      string `xml:"cbc:PaymentID"`
	Account string `xml:"cac:PayeeFinancialAccount>cbc:ID"`
	Bank    string `xml:"cac:PayeeFinancialAccount>cac:FinancialInstitutionBranch>cbc:ID"`
}

type subtotal struct {
	Net      amount   `xml:"cbc:TaxableAmount"`
	VAT      amount   `xml:"cbc:TaxAmount"`
	Category category `xml:"cac:TaxCategory"`
}

type taxTotal struct {
	VAT    amount     `xml:"cbc:TaxAmount"`
	Groups []subtotal `xml:"cac:TaxSubtotal"`
}

type monetary struct {
	Lines amount `xml:"cbc:LineExtensionAmount"`
	Net   amount `xml:"cbc:TaxExclusiveAmount"`
	Gross amount `xml:"cbc:TaxInclusiveAmount"`
	Pay   amount `xml:"cbc:PayableAmount"`
}

type line struct {
	XMLName  xml.Name
	ID       int       `xml:"cbc:ID"`
	Invoiced *quantity `xml:"cbc:InvoicedQuantity"`
	Credited *quantity `xml:"cbc:CreditedQuantity"`
	Net      amount    `xml:"cbc:LineExtensionAmount"`
	Period   *period   `xml:"cac:InvoicePeriod"`
	About    string    `xml:"cac:Item>cbc:Description,omitempty"`
	Name     string    `xml:"cac:Item>cbc:Name"`
	Category category  `xml:"cac:Item>cac:ClassifiedTaxCategory"`
	Price    amount    `xml:"cac:Price>cbc:PriceAmount"`
}

type named struct {
	ID string `xml:"cbc:ID"`
}

type note struct {
	Text string `xml:"cbc:Note"`
}

type root struct {
	XMLName        xml.Name
	Default        string     `xml:"xmlns,attr"`
	Aggregates     string     `xml:"xmlns:cac,attr"`
	Basics         string     `xml:"xmlns:cbc,attr"`
	Customization  string     `xml:"cbc:CustomizationID"`
	Profile        string     `xml:"cbc:ProfileID"`
	ID             string     `xml:"cbc:ID"`
	Issued         string     `xml:"cbc:IssueDate"`
	Due            string     `xml:"cbc:DueDate,omitempty"`
	InvoiceType    string     `xml:"cbc:InvoiceTypeCode,omitempty"`
	CreditType     string     `xml:"cbc:CreditNoteTypeCode,omitempty"`
	Note           string     `xml:"cbc:Note,omitempty"`
	Currency       string     `xml:"cbc:DocumentCurrencyCode"`
	AccountingCost string     `xml:"cbc:AccountingCost,omitempty"`
	BuyerRef       string     `xml:"cbc:BuyerReference,omitempty"`
	Period         *period    `xml:"cac:InvoicePeriod"`
	Order          *named     `xml:"cac:OrderReference"`
	Corrects       *reference `xml:"cac:BillingReference"`
	Seller         party      `xml:"cac:AccountingSupplierParty"`
	Buyer          party      `xml:"cac:AccountingCustomerParty"`
	Delivery       *delivery  `xml:"cac:Delivery"`
	Payment        payment    `xml:"cac:PaymentMeans"`
	Terms          *note      `xml:"cac:PaymentTerms"`
	Tax            taxTotal   `xml:"cac:TaxTotal"`
	Total          monetary   `xml:"cac:LegalMonetaryTotal"`
	Lines          []line
}
