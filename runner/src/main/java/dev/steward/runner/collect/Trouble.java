package dev.steward.runner.collect;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;

/** Says what does not work once, not in each cycle, and once that it works again. */
final class Trouble {

    private final Logger log;
    private final Map<String, String> told = new ConcurrentHashMap<>();

    Trouble(Logger log) {
        this.log = log;
    }

    void is(String subject, String why) {
        String before = told.put(subject, why);
        if (before == null) {
            log.warn("{}: {}", subject, why);
        } else if (!before.equals(why)) {
            // a network says the same in many words
            log.debug("{}: {}", subject, why);
        }
    }

    void over(String subject) {
        if (told.remove(subject) != null) {
            log.info("{}: all is well again", subject);
        }
    }
}
