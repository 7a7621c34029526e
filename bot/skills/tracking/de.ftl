tracking-none = Du hast hier noch nichts bestellt. Wenn du eine Bestellnummer hast, schreib sie mir.
tracking-order = Bestellung { $order } vom { $day } über { $total }: { $state }.
tracking-older =
    { $count ->
        [one] Eine ältere Bestellung ist hier nicht aufgeführt.
       *[other] { $count } ältere Bestellungen sind hier nicht aufgeführt.
    }
tracking-state-awaiting-payment = wartet auf die Zahlung
tracking-state-confirmed = bestätigt, wird gepackt
tracking-state-packed = gepackt
tracking-state-shipped = unterwegs
tracking-state-ready-for-pickup = liegt zur Abholung bereit
tracking-state-out-for-delivery = wird heute zugestellt
tracking-state-delivered = zugestellt
tracking-state-cancelled = storniert
tracking-state-returned = zurückgegeben
tracking-parcel = Sendung { $number } mit { $carrier }: { $state }.
tracking-parcel-unnumbered = Sendung: { $state }.
tracking-eta = Voraussichtlich am { $day } bei dir.
tracking-pickup-at = Abholung: { $store }, { $street }.
tracking-parcel-label-created = angekündigt
tracking-parcel-in-transit = unterwegs
tracking-parcel-delayed = verspätet sich
tracking-parcel-out-for-delivery = wird heute zugestellt
tracking-parcel-ready-for-pickup = liegt zur Abholung bereit
tracking-parcel-delivered = zugestellt
tracking-parcel-returned = geht zurück an uns
tracking-parcel-lost = verloren gegangen – wir kümmern uns
tracking-news = Neues zu deiner Bestellung { $order }:
tracking-notify-off = Gut, zu { $order } schreibe ich dir nichts mehr von selbst.
tracking-notify-on = Gern, ich melde mich, sobald es Neues zu { $order } gibt.
tracking-ready = Deine Bestellung { $order } liegt bereit: { $store }, { $street }.
tracking-handed-over = Danke fürs Abholen! Bestellung { $order } ist abgeschlossen.

intent-tracking-status = wo meine Bestellung ist
intent-tracking-notify = Nachrichten zum Paket
intent-tracking-redirect = das Paket umleiten
