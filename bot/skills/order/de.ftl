# Der Korb

order-added = Liegt im Korb: { $quantity } × { $title }.
order-in-already = Liegt schon im Korb: { $quantity } × { $title }.
order-changed = Geändert: jetzt { $quantity } × { $title }.
order-swapped = Getauscht: jetzt { $quantity } × { $title }.
order-removed = { $title } ist nicht mehr im Korb.
order-cart-empty = Dein Korb ist leer. Was darf es sein?
order-cart-heading = In deinem Korb:
order-line = { $quantity } × { $title } – { $price } = { $total }
order-line-reduced = { $quantity } × { $title } – { $price }, Angebot { $off } = { $total }
order-discount = Gutschein { $code }: { $discount }
order-cart-total = Zusammen { $total }, inkl. MwSt., zzgl. Versand.
order-which-line = Welches davon meinst du?
order-no-such-variant = { $title } haben wir in dieser Ausführung nicht.
order-not-in-cart = Das liegt nicht in deinem Korb.
order-empty-confirm = { $count ->
        [one] Soll ich den Korb wirklich leeren?
       *[other] Soll ich wirklich alle { $count } Sachen aus dem Korb nehmen?
    }
order-emptied = Der Korb ist leer.
order-cart-kept = Gut, es bleibt alles im Korb.
order-cannot-nothing = Da war nichts zu ändern.
order-cannot-unknown = { $title } führen wir nicht mehr.
order-cannot-not-for-carts = { $title } ist ein Termin; den kann ich hier im Chat noch nicht buchen.
order-cannot-bad-quantity = Mindestens ein Stück muss es sein.
order-cannot-limit = Mehr als 99 Stück auf einmal kann ich hier nicht annehmen. Im Korb: { $quantity }.
order-cannot-sold-out = { $title } ist leider ausverkauft.
order-cannot-too-many = { $left ->
        [one] Von { $title } ist nur noch ein Stück da. Im Korb: { $quantity }.
       *[other] Von { $title } sind nur noch { $left } Stück da. Im Korb: { $quantity }.
    }
order-cannot-other-currency = { $title } wird in Sternen bezahlt und passt nicht mit dem Rest in einen Korb.
order-kind-not-yet = { $title } kann ich hier im Chat noch nicht verkaufen. Ein Mensch hilft dir gern weiter.
order-again = Wie in Bestellung { $order }:
order-again-none = Du hast hier noch nichts bestellt. Was darf es sein?
order-again-not-had = Das finde ich in keiner deiner Bestellungen.

order-ask-voucher = Wie lautet der Code?
order-voucher-accepted = Gutschein { $code } ist eingelöst.
order-voucher-out = Gutschein { $code } ist wieder draußen.
order-voucher-none = In deinem Korb ist kein Gutschein.
order-voucher-dropped = Ich habe { $code } deshalb wieder herausgenommen.
order-voucher-unknown = Einen Gutschein „{ $code }“ kenne ich nicht.
order-voucher-not-yet = Der Gutschein { $code } gilt erst ab { $day }.
order-voucher-expired = Der Gutschein { $code } galt nur bis { $day }.
order-voucher-minimum = Für den Gutschein { $code } fehlen noch { $missing }.
order-voucher-early = Dein Korb ist noch leer. Sag { $code } gern noch einmal, wenn etwas darin liegt.
order-voucher-nothing-fits = Der Gutschein { $code } passt zu nichts in deinem Korb.
order-voucher-used-up = Der Gutschein { $code } ist aufgebraucht.
order-voucher-used = Den Gutschein { $code } hast du schon eingelöst.
order-voucher-other-currency = Der Gutschein { $code } gilt in einer anderen Währung.

order-button-checkout = Zur Kasse
order-button-cart = Korb zeigen
order-button-empty = Ja, Korb leeren
order-button-take-left = { $left } nehmen
order-button-watch = Sag mir, wenn es wieder da ist
order-button-one-more = Noch einmal { $title }

# Die Kasse

order-ask-fulfilment = Liefern wir oder holst du ab? Wir liefern nach { $countries }.
choice-fulfilment-delivery = Liefern
choice-fulfilment-pickup = Im Laden abholen
order-ask-store = In welchem Laden holst du ab?
order-store-short = Im { $store } ist davon nicht genug da: { $titles }. Welcher Laden passt stattdessen?
order-ask-address = Wohin darf es gehen? Name, Straße und Hausnummer, Postleitzahl und Ort, bitte.
order-ask-name = Auf welchen Namen?
order-ask-shipping = Welchen Versand möchtest du?
order-shipping-option = { $way } – { $price }, { $days }
order-days = { $begin }–{ $end } Werktage
order-day = { $count ->
        [one] ein Werktag
       *[other] { $count } Werktage
    }
order-shipping-standard = Standard
order-shipping-express = Express
order-words-again = noch nochmal nochmals wieder weitere weiteren weiteres extra doppelt
order-words-one = ein eine einen einem einer nen ne
order-words-pack = packung packungen pack päckchen tüte tüten flasche flaschen dose dosen karton kartons glas gläser tafel tafeln stück exemplar exemplare portion mal
order-words-fast = schnell schnelle schneller schnelles schnellere schnellste schnellsten eilig flott flotte fix
order-words-around = die der das den dem bitte dann doch lieber also ok okay ja nein ach na gut hm hmm nimm nehme nehmen wir ich obwohl variante option versandart versand lieferung mit per einfach ganz soll gehen aber am liebsten möglichst
order-words-cheap = billig billige billiger billigere billigste billigsten günstig günstige günstiger günstigere günstigste günstigsten normal normale normaler langsam langsame langsamere
order-ask-payment = Wie möchtest du zahlen?
order-payment-demo = Demo-Zahlung
order-payment-telegram = Karte über Telegram
order-payment-stars = Telegram-Sterne
order-payment-pay-in-store = Im Laden bezahlen
order-payment-nothing = nichts zu zahlen
order-no-way = Bestellen geht hier noch nicht: Der Laden hat weder Versand noch Abholung eingerichtet. Ein Mensch hilft dir weiter.
order-payment-not-here = So kannst du hier leider nicht zahlen. Was geht: { $ways }.
order-no-payment = Dafür ist hier leider keine Zahlungsart eingerichtet. Ein Mensch hilft dir weiter.

order-summary-heading = Deine Bestellung:
order-summary-price-changed = Achtung, der Preis hat sich geändert: { $title } kostet jetzt { $price } statt { $before }.
order-line-base = ({ $base } je { $unit })
order-receipt-shipping = Versand: { $price }
order-addon-alone = { $title } gibt es nur zusammen mit etwas anderem.
order-no-store = { $store ->
        [none] Kein Laden hat gerade alles im Regal. Sollen wir lieber liefern?
       *[other] Im { $store } ist davon nicht genug da: { $titles }. Auch kein anderer Laden hat gerade alles im Regal. Sollen wir lieber liefern?
    }
order-summary-discount = Gutschein { $code }: { $discount }
order-summary-shipping = Versand ({ $way }): { $price }
order-summary-total = Gesamtpreis: { $total }
order-summary-tax = darin { $rate } % MwSt.: { $tax }
order-summary-delivery = Lieferung an { $name }, { $street }, { $postcode } { $city } ({ $country }) – Lieferzeit: { $days }.
order-summary-pickup = Abholung: { $store }, { $street }, { $city }.
order-summary-payment = Zahlung: { $payment }
order-summary-withdrawal = Du kannst { $days } Tage lang nach Erhalt widerrufen.
order-summary-withdrawal-but = Du kannst { $days } Tage lang nach Erhalt widerrufen, außer bei: { $exceptions }.
order-summary-legal = Es gelten unsere AGB (/terms) und unsere Datenschutzhinweise (/privacy).
order-button-pay = zahlungspflichtig bestellen
order-changed-fulfilment = { $to ->
        [pickup] Geändert: Du holst selbst ab.
       *[delivery] Geändert: Wir liefern.
    }
order-changed-store = Geändert: Du holst hier ab: { $value }.
order-changed-address = Geändert: Adresse jetzt { $value }.
order-changed-name = Geändert: Name jetzt { $value }.
order-changed-shipping = Geändert: Versand jetzt { $value }.
order-changed-payment = Geändert: Zahlung jetzt { $value }.
order-button-change-address = Adresse ändern
order-summary-changed = Seit dieser Übersicht hat sich etwas geändert. Hier ist die neue:
order-few-left = Von { $title } sind nur noch { $left } da.
order-summary-short = { $left ->
        [0] { $title } ist inzwischen ausverkauft. Ich habe nichts bestellt.
       *[other] Von { $title } sind nur noch { $left } da. Ich habe nichts bestellt.
    }
order-no-checkout = Diese Übersicht gilt nicht mehr. Sag „zur Kasse“, dann mache ich eine neue.

# Nach dem Knopf

order-placed = Danke! Deine Bestellung { $order } über { $total } ist eingegangen.
order-pay-now = Bitte bezahle jetzt; die Ware ist bis { $until } Uhr für dich zurückgelegt.
order-pay-in-store = Du bezahlst bei der Abholung. Wir sagen Bescheid, sobald alles bereitliegt.
order-already-placed = Die Bestellung { $order } ist schon aufgegeben; es bleibt bei der einen.
order-invoice-title = Bestellung { $order }

order-confirmed = Bezahlt und bestätigt: deine Bestellung { $order } ist auf dem Weg in die Packstube.
order-receipt = Quittung { $order } vom { $day }
order-receipt-paid = Bezahlt mit { $method }: { $amount }
order-payment-failed = Die Zahlung für { $order } hat nicht geklappt. Es wurde nichts abgebucht. Magst du es noch einmal versuchen?
order-payment-refund = Die Zahlung über { $amount } zu { $order } war nicht mehr nötig; wir erstatten sie.
order-payment-refund-gone = Deine Zahlung zu { $order } kam zu spät, die Ware ist leider vergeben. Wir erstatten { $amount }.
order-payment-refund-late = Deine Zahlung zu { $order } kam zu spät, die Bestellung war schon aufgehoben. Wir erstatten { $amount }.
order-payment-wrong = Die Zahlung zu { $order } passt nicht zum Betrag; wir erstatten { $amount }.
order-refunded = Erstattet: { $amount } zu { $order }.
order-refund-by-hand = Die Erstattung von { $amount } zu { $order } veranlasst der Laden; das dauert ein paar Tage.
order-expired = Die Bestellung { $order } wurde nicht rechtzeitig bezahlt und ist deshalb aufgehoben; abgebucht wurde nichts. Die Sachen liegen wieder in deinem Korb.
order-expired-cart-kept = Die Bestellung { $order } wurde nicht rechtzeitig bezahlt und ist deshalb aufgehoben; abgebucht wurde nichts.
order-pre-unknown-order = Diese Bestellung gibt es nicht.
order-pre-not-owner = Diese Rechnung gehört zu einem anderen Chat.
order-pre-cancelled = Diese Bestellung ist aufgehoben. Bitte bestell neu.
order-pre-already-paid = Diese Bestellung ist schon bezahlt.
order-pre-currency = Die Währung passt nicht zur Bestellung.
order-pre-amount = Der Betrag passt nicht mehr zur Bestellung.
order-pre-sold-out = Die Ware ist leider inzwischen ausverkauft. Es wird nichts abgebucht.
order-button-retry = Noch einmal bezahlen

order-cancel-confirm = Soll ich die Bestellung { $order } über { $total } stornieren?
order-option = { $order }: { $goods }, { $total }
order-button-cancel = Ja, stornieren
order-cancel-kept = Gut, die Bestellung { $order } bleibt.
order-cancelled = Die Bestellung { $order } ist storniert.
order-cancelled-refund = Du bekommst { $amount } zurück.
order-cancel-too-late = Die Bestellung { $order } ist schon unterwegs und lässt sich nicht mehr stornieren. Du kannst sie nach Erhalt zurückgeben.
order-cancel-already = Die Bestellung { $order } ist schon storniert.
order-button-cancel-order = Bestellung stornieren
order-nothing-ordered = Ich habe nichts bestellt, denn seit der Übersicht hat sich etwas geändert:
order-button-leave-out = Ohne das bestellen
order-button-change-shipping = Versand ändern
order-button-change-store = Anderer Laden
order-till-stopped = Gut, der Bestellvorgang ist abgebrochen. Bestellt ist nichts.
order-cancel-none = Du hast keine Bestellung, die ich stornieren könnte.

intent-order-add = in den Korb legen
intent-order-change = im Korb etwas ändern
intent-order-remove = aus dem Korb nehmen
intent-order-empty = den Korb leeren
intent-order-cart = den Korb zeigen
intent-order-checkout = zur Kasse gehen
intent-order-voucher = einen Gutschein einlösen
intent-order-reorder = noch einmal dasselbe bestellen
intent-order-book = einen Termin buchen
intent-order-move = einen Termin verschieben
intent-order-cancel = eine Bestellung stornieren
intent-order-withdraw = etwas zurückgeben
intent-order-subscribe = ein Abo
intent-order-unsubscribe = ein Abo beenden
intent-order-gift = ein Geschenk
intent-order-invoice = eine Rechnung
intent-order-problem = ein Problem mit einer Lieferung
