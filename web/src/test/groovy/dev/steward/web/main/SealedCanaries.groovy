package dev.steward.web.main

import dev.steward.runner.account.Totp
import dev.steward.runner.seal.Seal
import dev.steward.runner.store.seal.SealedFact
import dev.steward.runner.store.seal.Sealing
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.sql.Connection

/** Secrets that are sealed in a history are looked for as they are when they are open, and so is what they are sealed with. */
class SealedCanaries {

    /**
     * Whoever signed in sets up a second factor: what it is made of is shown this once, on a page of its own.
     *
     * @param get a page's text, by its path
     * @param post a form's answer, by its path and its text
     * @return the pages afterwards
     */
    static String plant(Canaries canaries, Closure<String> get, Closure post) {
        String csrf = (get('/runs') =~ /name="csrf" value="([^"]+)"/)[0][1]
        assert post('/you/second-factor/begin', "csrf=$csrf" as String).statusCode() == 303
        String seed = canaries.keep('second factor', ((get('/you/second-factor') =~ /<code class="secret">([A-Z2-7 ]+)</)[0][1] as String).replace(' ', ''))
        assert post('/you/second-factor/confirm', "csrf=$csrf&code=${Totp.code(seed, Totp.step(new SystemTime().now()))}" as String).statusCode() == 200
        get('/you') + get('/you/second-factor')
    }

    /** What was sealed, by its name: each was, and is what was planted. */
    static Map<String, String> open(Connection tables, Path key, Canaries canaries) {
        canaries.keep('seal key', Files.readString(key).strip())
        def seal = Seal.of(Optional.of(key), key.parent, true)
        Map<String, String> kept = [:]
        def rows = tables.createStatement().executeQuery("select 'second factor', secret from second_factor where account = 'anna' union all select name, content from setting where name in ('wake.key', 'collector.push.refresh')")
        while (rows.next()) {
            kept[rows.getString(1)] = rows.getString(2)
        }
        assert kept.keySet() == ['second factor', 'wake.key', 'collector.push.refresh'] as Set
        assert kept.values().every { it.startsWith('sealed:1:') }
        canaries.keep('wake key', seal.open(SealedFact.WAKE_KEY.place(), kept['wake.key']).get())
        assert seal.open(SealedFact.PUSH_REFRESH.place(), kept['collector.push.refresh']).get().endsWith(canaries['renewed'])
        assert seal.open(Sealing.factor('anna'), kept['second factor']).get() == canaries['second factor']
        kept
    }
}
