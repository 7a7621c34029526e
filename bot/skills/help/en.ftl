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
help-human-closed =
    { $opens ->
        [none] Sorry, nobody is in right now. I left word, and I am still here for you.
       *[other] Sorry, nobody is in right now, not before { $opens }. I left word, and I am still here for you.
    }
help-human-contact = You can also reach us here: { $contact }
help-left-alone = Nobody from the shop has written for { $minutes ->
        [one] a minute
       *[other] { $minutes } minutes
    }, sorry. It is me at the counter again: { $shop }'s bot, not a human.
help-payment = Is it about a payment? Your newest order: { $order }.
help-operator-took = { $name } is here for you now. I will stay quiet.
help-operator-says = { $name }: { $text }
help-operator-shows = { $name }:
help-operator-left = It is me at the counter again: { $shop }'s bot, not a human.

# What the people of the shop read in their group
desk-asked = 🔔 A person is wanted here. /take takes the chat, until then the bot answers. After { $minutes ->
        [one] a minute
       *[other] { $minutes } minutes
    } it says that nobody is free.
desk-asked-closed = 🔔 A person is wanted here, outside your hours. The shopper was told, the bot goes on. /take takes the chat.
desk-shopper = 👤 { $text }
desk-shopper-did = 👤 { $what ->
        [press] presses: { $text }
        [location] sends a place:
        [photo] sends a photo:
        [voice] sends a voice note:
        [sticker] sends a sticker:
       *[other] sends something:
    }
desk-failed = ⚠️ The bot failed at this: 👤 { $text }
desk-bot = 🤖 { $text }
desk-news =
    📰 { $text }
    (The bot tells this in the chat only when it has it back.)
desk-taken = ✅ { $name } has taken over. What you write here now goes to the shopper; the bot is silent. /release hands the chat back.
desk-taken-already = The chat is yours already. What you write here goes out.
desk-released = ↩️ The bot has the chat again. What you write here stays among you.
desk-released-already = The bot has the chat already.
desk-nobody-came = ↩️ Nobody took over: the bot said so and has the chat again. /take still takes it.
desk-left-alone = ↩️ { $minutes ->
        [one] A minute
       *[other] { $minutes } minutes
    } without a word from you: the bot said so and has the chat again. /take takes it once more.
desk-not-sent = ⚠️ Not sent: the bot has the chat. First /take, then write.
desk-unknown = ⚠️ Not sent: I do not know “/{ $command }”. Here it is /take and /release.
desk-gone = ⚠️ The bot was blocked there: nothing arrives any more.
desk-card-order = 📦 { $order }, { $day }: { $state }. { $pieces }. Total { $total }
desk-card-cart = 🛒 { $pieces }
desk-card-pieces = { $quantity } × { $title }
desk-card-empty = Nothing ordered yet, nothing in the cart.

help-why = Because I took “{ $text }” to mean: { $understood }.
help-why-unknown = Because I was not sure what your last message meant, and then I would rather ask.
help-thanks = You are welcome!
help-goodbye = See you soon!
help-smalltalk = I am fine, thank you – there is always something going on behind the counter. What can I get you?
help-complaint = I am sorry. Tell me what went wrong, or talk to a person right away.
help-complaint-too = I am sorry about that.
help-legal = { $text }
help-legal-missing = { $contact ->
        [none] The shop has not stored this text yet.
       *[other] The shop has not stored this text yet. { $contact }
    }
help-sticker = 🙂 What can I get you?
help-sticker-open = 🙂
help-only-words = I cannot look at that or listen to it, sorry, but I read your words.
help-voice = Sorry, I cannot listen to voice notes. Please write to me.
help-photo = Sorry, I cannot look at pictures. Please describe what you are looking for.
help-photo-open = Sorry, I cannot look at pictures. Please write to me.
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
