package dev.steward.runner.module.script

import dev.steward.house.Row
import dev.steward.runner.connection.Result
import java.time.Duration
import spock.lang.Specification

/** What a host says that means harm, or whose shell is not what it was taken for. */
class LyingAnswerSpec extends Specification {

    @Row('S-10')
    def 'a length that is none is a failure of the host in words, whatever follows it: #length'() {
        when:
        def answer = Answer.of(new Result(Result.End.EXITED, 0, "exists=1\0raw:old=$length\0xyz\0end=1\0".getBytes('UTF-8'), new byte[0], false, Duration.ofSeconds(1)))

        then:
        answer.failure().present
        answer.raw('old').empty

        where:
        length << ['-5', '', 'many', '99999999999', '1e9', '0x10']
    }

    @Row('S-10')
    def 'a length that is more than was sent takes what was sent'() {
        expect:
        Answer.parse('raw:old=900000000\0xyz'.getBytes('UTF-8'), 0).raw('old').get() == 'xyz'.bytes
    }
}
