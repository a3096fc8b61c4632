package dev.steward.web.api

import dev.steward.runner.store.Store
import dev.steward.runner.time.Time
import dev.steward.web.http.Caller
import dev.steward.web.http.Params
import dev.steward.web.http.Refused
import dev.steward.web.http.Request
import dev.steward.web.http.Verb

/** Doors for Diun that no server has open. */
class DiunDoors {

    /** What a door without a token says. */
    static Refused refusal(Store store, Time time, String body) {
        def request = new Request(Verb.POST, '/api/v1/hooks/diun', [:], Params.NONE, body, { null }, Caller.NOBODY)
        try {
            new DiunHook(store, Optional.empty(), time).route().handler().handle(request)
            null
        } catch (Refused e) {
            e
        }
    }
}
