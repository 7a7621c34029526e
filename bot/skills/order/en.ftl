# The cart

order-added = In your cart: { $quantity } × { $title }.
order-in-already = Already in your cart: { $quantity } × { $title }.
order-changed = Changed: now { $quantity } × { $title }.
order-swapped = Swapped: now { $quantity } × { $title }.
order-removed = { $title } is no longer in your cart.
order-cart-empty = Your cart is empty. What can I get you?
order-cart-heading = In your cart:
order-line = { $quantity } × { $title } – { $price } = { $total }
order-line-reduced = { $quantity } × { $title } – { $price }, offer { $off } = { $total }
order-discount = Voucher { $code }: { $discount }
order-cart-total = Total { $total }, incl. VAT, plus shipping.
order-which-line = Which one of these do you mean?
order-no-such-variant = We do not have { $title } in that version.
order-not-in-cart = That is not in your cart.
order-empty-confirm = { $count ->
        [one] Shall I really empty the cart?
       *[other] Shall I really take all { $count } things out of the cart?
    }
order-emptied = Your cart is empty now.
order-cart-kept = Fine, everything stays in the cart.
order-cannot-nothing = There was nothing to change.
order-cannot-unknown = We do not stock { $title } any more.
order-cannot-not-for-carts = { $title } is an appointment; I cannot book it here in the chat yet.
order-cannot-bad-quantity = It has to be at least one.
order-cannot-limit = I cannot take more than 99 at once here. In your cart: { $quantity }.
order-cannot-sold-out = { $title } is sold out, sorry.
order-cannot-too-many = { $left ->
        [one] There is only one { $title } left. In your cart: { $quantity }.
       *[other] There are only { $left } of { $title } left. In your cart: { $quantity }.
    }
order-cannot-other-currency = { $title } is paid in Stars and does not go into one cart with the rest.
order-kind-not-yet = I cannot sell { $title } here in the chat yet. A person will be glad to help you.
order-again = As in order { $order }:
order-again-none = You have not ordered anything here yet. What can I get you?
order-again-not-had = I cannot find that in any of your orders.

order-ask-voucher = What is the code?
order-voucher-accepted = Voucher { $code } has been applied.
order-voucher-out = Voucher { $code } is out again.
order-voucher-none = There is no voucher in your cart.
order-voucher-dropped = So I have taken { $code } out again.
order-voucher-unknown = I do not know the voucher “{ $code }”.
order-voucher-not-yet = Voucher { $code } is not valid before { $day }.
order-voucher-expired = Voucher { $code } was only valid until { $day }.
order-voucher-minimum = You need another { $missing } in your cart for voucher { $code }.
order-voucher-early = Your cart is still empty. Tell me { $code } again once something is in it.
order-voucher-nothing-fits = Voucher { $code } does not apply to anything in your cart.
order-voucher-used-up = Voucher { $code } has been used up.
order-voucher-used = You have already used voucher { $code }.
order-voucher-other-currency = Voucher { $code } is in another currency.

order-button-checkout = Check out
order-button-cart = Show cart
order-button-empty = Yes, empty it
order-button-take-left = Take { $left }
order-button-watch = Tell me when it is back
order-button-one-more = One more { $title }

# The till

order-ask-fulfilment = Shall we deliver, or will you pick it up? We deliver to { $countries }.
choice-fulfilment-delivery = Deliver
choice-fulfilment-pickup = Pick up in a store
order-ask-store = In which store will you pick it up?
order-store-short = { $store } does not have enough of: { $titles }. Which store instead?
order-ask-address = Where should it go? Name, street and number, postcode and town, please.
order-ask-name = Under which name?
order-ask-shipping = Which shipping would you like?
order-shipping-option = { $way } – { $price }, { $days }
order-days = { $begin }–{ $end } working days
order-day = { $count ->
        [one] one working day
       *[other] { $count } working days
    }
order-shipping-standard = Standard
order-shipping-express = Express
order-words-again = again more another extra twice
order-words-one = a an another one
order-words-pack = pack packs bag bags bottle bottles tin tins box boxes jar jars bar bars piece pieces copy copies time times
order-words-fast = fast faster fastest quick quicker quickest speedy urgent
order-words-around = the one way option shipping delivery please then after all rather actually ok okay yes no well hm hmm make it ill i ll will take go for with lets use although but
order-words-cheap = cheap cheaper cheapest slow slower slowest normal regular
order-ask-payment = How would you like to pay?
order-payment-demo = Demo payment
order-payment-telegram = Card through Telegram
order-payment-stars = Telegram Stars
order-payment-pay-in-store = Pay in the store
order-payment-nothing = nothing to pay
order-no-way = Ordering does not work here yet: the shop has set up neither shipping nor pick-up. A person will help you.
order-payment-not-here = Sorry, we do not take that here. What you can use: { $ways }.
order-no-payment = Sorry, no way of paying is set up for this. A person will help you.

order-summary-heading = Your order:
order-summary-price-changed = Please note that a price has changed: { $title } is now { $price } instead of { $before }.
order-line-base = ({ $base } per { $unit })
order-receipt-shipping = Shipping: { $price }
order-addon-alone = { $title } is only sold together with something else.
order-no-store = { $store ->
        [none] No store has all of it on the shelf right now. Shall we deliver instead?
       *[other] { $store } does not have enough of: { $titles }. No other store has all of it on the shelf either. Shall we deliver instead?
    }
order-summary-discount = Voucher { $code }: { $discount }
order-summary-shipping = Shipping ({ $way }): { $price }
order-summary-total = Total price: { $total }
order-summary-tax = including { $rate } % VAT: { $tax }
order-summary-delivery = Delivery to { $name }, { $street }, { $postcode } { $city } ({ $country }) – delivery time: { $days }.
order-summary-pickup = Pick-up: { $store }, { $street }, { $city }.
order-summary-payment = Payment: { $payment }
order-summary-withdrawal = You can withdraw within { $days } days of receipt.
order-summary-withdrawal-but = You can withdraw within { $days } days of receipt, except for: { $exceptions }.
order-summary-legal = Our terms (/terms) and privacy notice (/privacy) apply.
order-button-pay = Order with obligation to pay
order-changed-fulfilment = { $to ->
        [pickup] Changed: you pick it up.
       *[delivery] Changed: we deliver.
    }
order-changed-store = Changed: you pick it up here: { $value }.
order-changed-address = Changed: the address is now { $value }.
order-changed-name = Changed: the name is now { $value }.
order-changed-shipping = Changed: shipping is now { $value }.
order-changed-payment = Changed: payment is now { $value }.
order-button-change-address = Change address
order-summary-changed = Something has changed since that summary. Here is the new one:
order-few-left = Only { $left } of { $title } are left.
order-summary-short = { $left ->
        [0] { $title } is sold out by now. I have not ordered anything.
       *[other] Only { $left } of { $title } are left. I have not ordered anything.
    }
order-no-checkout = That summary is out of date. Say “check out” and I will make a new one.

# After the button

order-placed = Thank you! We have received your order { $order } for { $total }.
order-pay-now = Please pay now; the goods are held for you until { $until }.
order-pay-in-store = You pay when you pick it up. We will tell you as soon as everything is ready.
order-already-placed = Order { $order } has already been placed; there is only the one.
order-invoice-title = Order { $order }

order-confirmed = Paid and confirmed: your order { $order } is on its way to the packing room.
order-receipt = Receipt { $order } of { $day }
order-receipt-paid = Paid by { $method }: { $amount }
order-payment-failed = The payment for { $order } did not work. Nothing was charged. Would you like to try again?
order-payment-refund = Your payment of { $amount } for { $order } was no longer needed; we are refunding it.
order-payment-refund-gone = Sorry, your payment for { $order } came too late and the goods are gone. We are refunding { $amount }.
order-payment-refund-late = Your payment for { $order } came too late, the order had already been cancelled. We are refunding { $amount }.
order-payment-wrong = The payment for { $order } does not match the amount; we are refunding { $amount }.
order-refunded = Refunded: { $amount } for { $order }.
order-refund-by-hand = The shop arranges the refund of { $amount } for { $order }; it takes a few days.
order-expired = Order { $order } was not paid in time, so it has been cancelled; nothing was charged. The things are back in your cart.
order-expired-cart-kept = Order { $order } was not paid in time, so it has been cancelled; nothing was charged.
order-pre-unknown-order = There is no such order.
order-pre-not-owner = This invoice belongs to another chat.
order-pre-cancelled = This order has been cancelled. Please order again.
order-pre-already-paid = This order has already been paid.
order-pre-currency = The currency does not match the order.
order-pre-amount = The amount no longer matches the order.
order-pre-sold-out = Sorry, the goods are sold out by now. Nothing is charged.
order-button-retry = Pay again

order-cancel-confirm = Shall I cancel order { $order } for { $total }?
order-option = { $order }: { $goods }, { $total }
order-button-cancel = Yes, cancel it
order-cancel-kept = Fine, I am leaving order { $order } as it is.
order-cancelled = Order { $order } has been cancelled.
order-cancelled-refund = You will get { $amount } back.
order-cancel-too-late = Order { $order } is already on its way and can no longer be cancelled. You can return it after it has arrived.
order-cancel-already = Order { $order } is cancelled already.
order-button-cancel-order = Cancel the order
order-nothing-ordered = I have ordered nothing, because something has changed since the summary:
order-button-leave-out = Order without it
order-button-change-shipping = Change shipping
order-button-change-store = Another store
order-till-stopped = Fine, I stopped the order. Nothing was ordered.
order-cancel-none = You have no order that I could cancel.

intent-order-add = put into the cart
intent-order-change = change something in the cart
intent-order-remove = take out of the cart
intent-order-empty = empty the cart
intent-order-cart = show the cart
intent-order-checkout = check out
intent-order-voucher = use a voucher
intent-order-reorder = order the same again
intent-order-book = book an appointment
intent-order-move = move an appointment
intent-order-cancel = cancel an order
intent-order-withdraw = return something
intent-order-subscribe = a subscription
intent-order-unsubscribe = end a subscription
intent-order-gift = a gift
intent-order-invoice = an invoice
intent-order-problem = a problem with a delivery
