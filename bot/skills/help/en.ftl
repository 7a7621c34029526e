help-greeting = Welcome to { $shop }! Tell me what you are looking for – say “red mugs under 20 euros” or “when are you open?”.
help-capabilities =
    I can find and explain goods, check stock, fill your cart and take your order, look after parcels, show stores and opening hours, and answer questions about shipping, returns and payment.
    Just write as you would talk. “Stop” ends offers, “human” calls a person.
help-bot = I am { $shop }'s bot, not a human: a program with fixed rules. If you would rather talk to a person, just say so.
help-human = { $contact ->
        [none] I am letting a person know. Until somebody takes over I am still here for you.
       *[other] I am letting a person know. Until somebody takes over I am still here for you. You can also reach us here: { $contact }
    }
help-nobody-came = { $contact ->
        [none] Sorry, nobody is free right now. I am back at the counter.
       *[other] Sorry, nobody is free right now. You can reach us here: { $contact }. Meanwhile I am back at the counter.
    }
help-payment = Is it about a payment? Your newest order: { $order }.
help-operator-took = { $name } is here for you now. I will stay quiet.
help-operator-says = { $name }: { $text }
help-operator-left = It is me at the counter again: { $shop }'s bot, not a human.
help-why = Because I took “{ $text }” to mean: { $understood }.
help-why-unknown = Because I was not sure what your last message meant, and then I would rather ask.
help-thanks = You are welcome!
help-goodbye = See you soon!
help-smalltalk = I am fine, thank you – there is always something going on behind the counter. What can I get you?
help-complaint = I am sorry. Tell me what went wrong, or talk to a person right away.
help-legal = { $text }
help-legal-missing = { $contact ->
        [none] The shop has not stored this text yet.
       *[other] The shop has not stored this text yet. { $contact }
    }
help-sticker = 🙂 What can I get you?
help-voice = Sorry, I cannot listen to voice notes. Please write to me.
help-photo = Sorry, I cannot look at pictures. Please describe what you are looking for.
help-other = Sorry, I cannot make anything of that. Please write what you would like.

help-button-nearest = Nearest store
help-button-orders = My orders
help-button-cart = My cart

intent-help-greet = a greeting
intent-help-capabilities = what I can do here
intent-help-bot = whether I am a bot
intent-help-human = talk to a person
intent-help-why = why I answered like that
intent-help-thanks = a thank-you
intent-help-goodbye = a goodbye
intent-help-smalltalk = small talk
intent-help-complaint = a complaint
