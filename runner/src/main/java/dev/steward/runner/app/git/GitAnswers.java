package dev.steward.runner.app.git;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.control.Ask;
import dev.steward.runner.control.Desk;
import dev.steward.runner.control.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Answers what is asked of the git repository, and hands everything else to the desk behind it. */
public final class GitAnswers implements Desk {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Desk behind;
    private final GitDesk git;

    /** Before another desk. */
    public GitAnswers(Desk behind, GitDesk git) {
        this.behind = behind;
        this.git = git;
    }

    @Override
    public void handle(Ask ask, Replies replies) throws IOException, InterruptedException {
        if (!(ask instanceof Ask.OfGit of)) {
            behind.handle(ask, replies);
            return;
        }
        if (of.sync()) {
            git.sync();
        }
        Optional<GitStatus> status = git.status();
        if (status.isEmpty()) {
            replies.accept(new Reply.Refused(List.of(NOT_CONFIGURED), false));
            return;
        }
        replies.accept(new Reply.Data(JSON.valueToTree(status.get().facts())));
        replies.accept(new Reply.Done());
    }

    /** What is said where there is no repository. */
    public static final String NOT_CONFIGURED =
            "Playbooks and inventory come from folders of this machine: steward.yml has no"
                    + " 'git:'. 'git: {url: https://…}' names a repository.";
}
