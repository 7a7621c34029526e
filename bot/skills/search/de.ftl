search-found = { $count ->
        [one] Das passt:
       *[other] { $count } passende Sachen:
    }
search-corrected = (gesucht nach: { $words })
search-relaxed = Mit „{ $words }“ finde ich nichts; ohne schon:
search-line = { $position }. { $title } – { $price }{ $stock ->
        [few] { " (nur noch wenige)" }
        [none] { " (ausverkauft)" }
       *[plenty] {""}
    }
search-price = { $price }
search-price-with-base = { $price } ({ $base } je { $unit })
search-prices-note = Preise inkl. MwSt., zzgl. Versand.
search-without = In der Beschreibung steht davon nichts: { $words }. Bei Allergien zählt, was auf der Packung steht.
search-compare-what = Was soll ich vergleichen? Nenn mir zwei Sachen, oder zwei Plätze der letzten Liste.
search-compare-alike = Darin unterscheiden sie sich nicht, oder es steht nicht bei allen dabei.
search-compare-best = { $title } ist { $what ->
        [price-least] am günstigsten
        [price-most] am teuersten
        [weight-least] am leichtesten
        [weight-most] am schwersten
        [length-least] am kürzesten
        [length-most] am längsten
        [size-least] am kleinsten
       *[size-most] am größten
    }.
search-nothing = Dazu finde ich leider nichts. Magst du es anders beschreiben?
search-no-more = Mehr habe ich dazu nicht.
search-no-list = Wonach soll ich denn suchen?
search-details =
    { $title } – { $price }
    { $description }
search-attribute = { $name }: { $value }
search-attribute-material = Material: { $value }
search-attribute-of = { $title } – { $name }: { $value }.
search-price-of = { $title } kostet { $price }.
search-base-price = { $title }: Grundpreis { $base } je { $unit }.
search-material-of = { $title } – Material: { $value }.
search-brand-of = { $title } – Marke: { $value }.
search-colour-of = { $title } gibt es in { $value }.
search-size-of = { $title } gibt es in diesen Größen: { $value }.
search-not-so = So habe ich „{ $title }“ nicht.
search-attribute-unknown = Das steht leider nicht in meinen Angaben zu „{ $title }“.
search-stock-online = { $left ->
        [-1] { $title } ist online zu haben.
        [0] { $title } ist online gerade ausverkauft.
        [one] { $title }: online noch ein Stück.
       *[other] { $title }: online noch { $left } Stück.
    }
search-stock-stores = Im Regal: { $stores }.
search-stock-store = { $left ->
        [-1] { $title } gibt es im { $store }.
        [0] { $title } ist im { $store } gerade nicht im Regal.
        [one] { $title }: im { $store } noch ein Stück.
       *[other] { $title }: im { $store } noch { $left } Stück.
    }
search-watch = Ist notiert: Sobald „{ $title }“ wieder da ist, sage ich es dir, wenn wir gerade schreiben und du Angeboten zugestimmt hast.
search-answer =
    { $text }
    (Quelle: { $source })
search-words-back = das es dies dafür damit davon dann
search-words-between = und sowie außerdem
search-question-unknown = Das weiß ich leider nicht. Ein Mensch kann es dir sagen.

search-button-watch = Bescheid geben, wenn es wieder da ist
search-button-watch-position = Nr. { $position }: Bescheid geben
search-button-more = Mehr zeigen
search-button-add = In den Korb
search-button-add-position = Nr. { $position } in den Korb
search-button-details = Ansehen
search-button-details-position = Nr. { $position } ansehen

intent-search-find = Ware suchen
intent-search-more = mehr davon zeigen
intent-search-compare = vergleichen
intent-search-recommend = eine Empfehlung
intent-search-details = mehr über ein Produkt
intent-search-stock = ob etwas da ist
intent-search-question = eine Frage zum Laden
intent-search-watch = Bescheid, wenn es wieder da ist
search-words-looks = größe größen grösse gr farbe farben farblich
