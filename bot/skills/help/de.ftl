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
help-human-closed =
    { $opens ->
        [none] Gerade ist leider niemand da. Ich habe Bescheid gegeben und bin weiter für dich da.
       *[other] Gerade ist leider niemand da, erst wieder { $opens }. Ich habe Bescheid gegeben und bin weiter für dich da.
    }
help-human-contact = Du erreichst uns auch so: { $contact }
help-left-alone = Von uns hat seit { $minutes ->
        [one] einer Minute
       *[other] { $minutes } Minuten
    } niemand geschrieben, entschuldige. Jetzt bin wieder ich am Tresen: der Bot von { $shop }, kein Mensch.
help-payment = Es geht um eine Zahlung? Deine letzte Bestellung: { $order }.
help-operator-took = { $name } ist jetzt für dich da. Ich halte mich zurück.
help-operator-says = { $name }: { $text }
help-operator-shows = { $name }:
help-operator-left = Jetzt bin wieder ich am Tresen: der Bot von { $shop }, kein Mensch.

# Was die Leute des Ladens in ihrer Gruppe lesen
desk-asked = 🔔 Hier wird ein Mensch gewünscht. /take übernimmt den Chat, bis dahin antwortet der Bot. Nach { $minutes ->
        [one] einer Minute
       *[other] { $minutes } Minuten
    } sagt er, dass niemand frei ist.
desk-asked-closed = 🔔 Hier wird ein Mensch gewünscht, außerhalb eurer Zeiten. Das wurde gesagt, der Bot antwortet weiter. /take übernimmt den Chat.
desk-shopper = 👤 { $text }
desk-shopper-did = 👤 { $what ->
        [press] drückt: { $text }
        [location] schickt einen Standort:
        [photo] schickt ein Foto:
        [voice] schickt eine Sprachnachricht:
        [sticker] schickt einen Sticker:
       *[other] schickt etwas:
    }
desk-failed = ⚠️ Daran ist der Bot gescheitert: 👤 { $text }
desk-bot = 🤖 { $text }
desk-news =
    📰 { $text }
    (Das sagt der Bot im Chat erst, wenn er ihn wieder hat.)
desk-taken = ✅ { $name } hat übernommen. Was ihr jetzt hier schreibt, geht in den Chat; der Bot schweigt. /release gibt ihn zurück.
desk-taken-already = Der Chat ist schon bei euch. Was ihr hier schreibt, geht hinaus.
desk-released = ↩️ Der Bot hat den Chat wieder. Was ihr hier schreibt, bleibt unter euch.
desk-released-already = Der Bot hat den Chat schon.
desk-nobody-came = ↩️ Niemand hat übernommen: Der Bot hat das gesagt und den Chat wieder. /take übernimmt ihn noch.
desk-left-alone = ↩️ { $minutes ->
        [one] Eine Minute
       *[other] { $minutes } Minuten
    } ohne ein Wort von euch: Der Bot hat das gesagt und den Chat wieder. /take übernimmt ihn noch einmal.
desk-not-sent = ⚠️ Nicht gesendet: Der Bot hat den Chat. Erst /take, dann schreiben.
desk-unknown = ⚠️ Nicht gesendet: „/{ $command }“ kenne ich nicht. Hier gelten /take und /release.
desk-gone = ⚠️ Der Bot wurde dort blockiert: Es kommt nichts mehr an.
desk-card-order = 📦 { $order }, { $day }: { $state }. { $pieces }. Summe { $total }
desk-card-cart = 🛒 { $pieces }
desk-card-pieces = { $quantity } × { $title }
desk-card-empty = Noch nichts bestellt, nichts im Korb.

help-why = Weil ich „{ $text }“ so verstanden habe: { $understood }.
help-why-unknown = Weil ich deine letzte Nachricht nicht sicher verstanden habe und dann lieber nachfrage.
help-thanks = Gern geschehen!
help-goodbye = Bis bald!
help-smalltalk = Mir geht es gut, danke – hinter dem Tresen ist immer etwas los. Was darf es sein?
help-complaint = Das tut mir leid. Sag mir, was schiefgelaufen ist, oder sprich gleich mit einem Menschen.
help-complaint-too = Das tut mir leid.
help-legal = { $text }
help-legal-missing = { $contact ->
        [none] Diesen Text hat der Laden noch nicht hinterlegt.
       *[other] Diesen Text hat der Laden noch nicht hinterlegt. { $contact }
    }
help-sticker = 🙂 Was darf es sein?
help-sticker-open = 🙂
help-only-words = Ansehen oder anhören kann ich das leider nicht, aber deine Worte dazu lese ich.
help-voice = Sprachnachrichten kann ich leider nicht hören. Schreib es mir bitte.
help-photo = Bilder kann ich leider nicht ansehen. Beschreib mir bitte, was du suchst.
help-photo-open = Bilder kann ich leider nicht ansehen. Schreib es mir bitte.
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
