package dev.steward.runner.app.ahead;

import dev.steward.dsl.check.PlaybookCompiler;
import dev.steward.runner.connection.ssh.ahead.FirstUse;
import dev.steward.runner.module.catalog.Modules;
import java.security.GeneralSecurityException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a run will need soon is loaded on another core while the store is opened: Groovy's parser, the modules' forms, SSH.
 * It takes nothing from anybody and says nothing: whatever is wrong shows itself where it is used.
 */
public final class Ahead {

    private static final Logger LOG = LoggerFactory.getLogger(Ahead.class);

    private static final String NOTHING =
            "playbook('Nothing') {\n play('Nothing') {\n hosts 'all'\n tasks {\n task('Nothing') { command 'true' } } } }\n";

    private Ahead() {}

    /** Begins; the process may end at any time. */
    public static void begin() {
        Thread thread = new Thread(Ahead::load, "ahead");
        thread.setDaemon(true);
        thread.start();
    }

    /** Loads all of it. */
    static void load() {
        try {
            new PlaybookCompiler(new Modules()).check(file -> NOTHING, "nothing.groovy", Map.of());
            FirstUse.prepare();
        } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
            LOG.debug("Something could not be loaded ahead", e);
        }
    }
}
