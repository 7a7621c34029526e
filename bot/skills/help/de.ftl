help-greeting = Willkommen bei { $shop }! Sag mir, was du suchst – zum Beispiel „rote Becher unter 20 Euro“ oder „Wann habt ihr offen?“.
help-capabilities =
    Das kann ich: Ware suchen und erklären, Bestand nachsehen, deinen Korb füllen und bestellen, nach Paketen schauen, Läden und Öffnungszeiten zeigen, Fragen zu Versand, Rückgabe und Zahlung beantworten.
    Schreib einfach, wie du reden würdest. „Stopp“ beendet Angebote, „Mensch“ holt jemanden dazu.
help-bot = Ich bin der Bot von { $shop }, kein Mensch: ein Programm mit festen Regeln. Wenn du lieber mit einem Menschen sprichst, sag es einfach.
help-human = { $contact ->
        [none] Ich sage einem Menschen Bescheid. Bis jemand übernimmt, bin ich weiter für dich da.
       *[other] Ich sage einem Menschen Bescheid. Bis jemand übernimmt, bin ich weiter für dich da. Du erreichst uns auch so: { $contact }
    }
help-nobody-came = { $contact ->
        [none] Es ist leider gerade niemand frei. Ich bin wieder für dich da.
       *[other] Es ist leider gerade niemand frei. Du erreichst uns so: { $contact }. Solange bin ich wieder für dich da.
    }
help-payment = Es geht um eine Zahlung? Deine letzte Bestellung: { $order }.
help-operator-took = { $name } ist jetzt für dich da. Ich halte mich zurück.
help-operator-says = { $name }: { $text }
help-operator-left = Jetzt bin wieder ich am Tresen: der Bot von { $shop }, kein Mensch.
help-why = Weil ich „{ $text }“ so verstanden habe: { $understood }.
help-why-unknown = Weil ich deine letzte Nachricht nicht sicher verstanden habe und dann lieber nachfrage.
help-thanks = Gern geschehen!
help-goodbye = Bis bald!
help-smalltalk = Mir geht es gut, danke – hinter dem Tresen ist immer etwas los. Was darf es sein?
help-complaint = Das tut mir leid. Sag mir, was schiefgelaufen ist, oder sprich gleich mit einem Menschen.
help-legal = { $text }
help-legal-missing = { $contact ->
        [none] Diesen Text hat der Laden noch nicht hinterlegt.
       *[other] Diesen Text hat der Laden noch nicht hinterlegt. { $contact }
    }
help-sticker = 🙂 Was darf es sein?
help-voice = Sprachnachrichten kann ich leider nicht hören. Schreib es mir bitte.
help-photo = Bilder kann ich leider nicht ansehen. Beschreib mir bitte, was du suchst.
help-other = Damit kann ich leider nichts anfangen. Schreib mir bitte, was du möchtest.

help-button-nearest = Nächster Laden
help-button-orders = Meine Bestellungen
help-button-cart = Mein Korb

intent-help-greet = eine Begrüßung
intent-help-capabilities = was ich hier kann
intent-help-bot = ob ich ein Bot bin
intent-help-human = mit einem Menschen sprechen
intent-help-why = warum ich so geantwortet habe
intent-help-thanks = ein Dankeschön
intent-help-goodbye = ein Abschied
intent-help-smalltalk = plaudern
intent-help-complaint = eine Beschwerde
