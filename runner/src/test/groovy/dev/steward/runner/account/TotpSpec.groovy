package dev.steward.runner.account

import java.time.Instant
import spock.lang.Specification

/** Codes of authenticator apps, by the numbers that RFC 6238 (appendix B) and RFC 4226 (appendix D) give. */
class TotpSpec extends Specification {

    /** "12345678901234567890" in Base32. */
    static final String SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

    def 'the code at #seconds is #code'() {
        expect:
        Totp.code(SECRET, Totp.step(Instant.ofEpochSecond(seconds))) == code.drop(2)

        where:
        seconds        | code
        59L            | '94287082'
        1111111109L    | '07081804'
        1111111111L    | '14050471'
        1234567890L    | '89005924'
        2000000000L    | '69279037'
        20000000000L   | '65353130'
    }

    def 'the number that code #step is cut from is #number'() {
        expect:
        Totp.number('12345678901234567890'.bytes, step) == number

        where:
        step | number
        0    | 1284755224
        1    | 1094287082
        2    | 137359152
        9    | 645520489
    }

    def 'a code fits in its thirty seconds and those beside them, and only after the one that was taken last: #offset'() {
        given:
        Instant now = Instant.ofEpochSecond(1_800_000_015L)
        long step = Totp.step(now)
        String code = Totp.code(SECRET, step + offset)

        expect:
        Totp.fits(code, SECRET, now, last == null ? 0 : step + last).present == fits

        where:
        offset | last | fits
        0      | null | true
        -1     | null | true
        1      | null | true
        -2     | null | false
        2      | null | false
        0      | 0    | false
        -1     | 0    | false
        1      | 0    | true
    }

    def 'a new secret has 160 bits and is what an app takes'() {
        given:
        String secret = Totp.secret()

        expect:
        secret ==~ /[A-Z2-7]{32}/
        Totp.secret() != secret
        Totp.uri('anna maria', secret) == "otpauth://totp/Steward:anna%20maria?secret=$secret&issuer=Steward"
    }
}
