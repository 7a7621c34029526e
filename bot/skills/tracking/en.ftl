tracking-none = You have not ordered anything here yet. If you have an order number, send it to me.
tracking-order = Order { $order } from { $day }, { $total }: { $state }.
tracking-older =
    { $count ->
        [one] One older order is not listed here.
       *[other] { $count } older orders are not listed here.
    }
tracking-state-awaiting-payment = waiting for payment
tracking-state-confirmed = confirmed, being packed
tracking-state-packed = packed
tracking-state-shipped = on its way
tracking-state-ready-for-pickup = ready for pick-up
tracking-state-out-for-delivery = out for delivery today
tracking-state-delivered = delivered
tracking-state-cancelled = cancelled
tracking-state-returned = returned
tracking-parcel = Parcel { $number } with { $carrier }: { $state }.
tracking-parcel-unnumbered = Parcel: { $state }.
tracking-eta = Expected on { $day }.
tracking-pickup-at = Pick-up: { $store }, { $street }.
tracking-parcel-label-created = announced
tracking-parcel-in-transit = on its way
tracking-parcel-delayed = delayed
tracking-parcel-out-for-delivery = out for delivery today
tracking-parcel-ready-for-pickup = ready for pick-up
tracking-parcel-delivered = delivered
tracking-parcel-returned = on its way back to us
tracking-parcel-lost = lost – we are looking after it
tracking-news = News about your order { $order }:
tracking-notify-off = Fine, I will not send you any more news about { $order }.
tracking-notify-on = Sure, I will write as soon as there is news about { $order }.
tracking-ready = Your order { $order } is ready: { $store }, { $street }.
tracking-handed-over = Thank you for picking it up! Order { $order } is complete.

intent-tracking-status = where my order is
intent-tracking-notify = news of the parcel
intent-tracking-redirect = redirect the parcel
