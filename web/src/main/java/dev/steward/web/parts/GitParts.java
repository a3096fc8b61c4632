package dev.steward.web.parts;

import dev.steward.runner.app.git.GitDesk;
import dev.steward.runner.app.git.GitStatus;
import dev.steward.runner.secret.Secret;
import java.util.Optional;

/** The repository that playbooks and inventory come from. */
public interface GitParts {

    /** How it stands; empty: they lie in folders of this machine. */
    Optional<GitStatus> status();

    /** Asks its server now, and waits for what comes of it. */
    void sync();

    /** Asks its server soon. */
    void soon();

    /** What the server sends along when it tells of a push; empty: it is not heard. */
    Optional<Secret> webhook();

    /** That of a Steward. */
    static GitParts of(GitDesk desk) {
        return new GitParts() {
            @Override
            public Optional<GitStatus> status() {
                return desk.status();
            }

            @Override
            public void sync() {
                desk.sync();
            }

            @Override
            public void soon() {
                desk.soon();
            }

            @Override
            public Optional<Secret> webhook() {
                return desk.webhook();
            }
        };
    }
}
