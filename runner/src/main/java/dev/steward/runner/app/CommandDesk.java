package dev.steward.runner.app;

import dev.steward.runner.app.account.AccountDesk;
import dev.steward.runner.app.account.AccountRefused;
import dev.steward.runner.app.account.SecondFactorDesk;
import dev.steward.runner.app.account.TokenDesk;
import dev.steward.runner.app.alert.AlertDesk;
import dev.steward.runner.app.alert.AlertRefused;
import dev.steward.runner.app.approve.Applying;
import dev.steward.runner.app.approve.ApprovalDesk;
import dev.steward.runner.app.approve.ApprovalFacts;
import dev.steward.runner.app.approve.ApprovalRefused;
import dev.steward.runner.app.ask.AccountAnswers;
import dev.steward.runner.app.ask.AlertAnswers;
import dev.steward.runner.app.ask.ApprovalAnswers;
import dev.steward.runner.app.ask.PatchAnswers;
import dev.steward.runner.app.ask.PowerAnswers;
import dev.steward.runner.app.ask.RunFacts;
import dev.steward.runner.app.ask.TokenAnswers;
import dev.steward.runner.app.patch.PatchDesk;
import dev.steward.runner.app.patch.PatchRefused;
import dev.steward.runner.app.power.PowerDesk;
import dev.steward.runner.app.power.PowerRefused;
import dev.steward.runner.control.Ask;
import dev.steward.runner.control.Desk;
import dev.steward.runner.control.Reply;
import dev.steward.runner.engine.RunOptions;
import dev.steward.runner.event.Cause;
import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.notify.Notifier;
import dev.steward.runner.secret.Secret;
import dev.steward.runner.secret.VaultPassword;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunDetail;
import dev.steward.runner.store.RunFilter;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.Subscription;
import dev.steward.runner.store.approve.Approval;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** Answers commands in the process that owns the state directory. */
final class CommandDesk implements Desk {

    private final Runs runs;
    private final Store store;
    private final Scheduling schedules;
    private final Keeper keeper;
    private final Notifier notifier;
    private final PowerAnswers power;
    private final PatchAnswers patches;
    private final AlertAnswers alerts;
    private final TokenAnswers tokens;
    private final Desks desks;
    private final ApprovalAnswers approvals;
    private final EventLine lines = new EventLine();

    CommandDesk(Runs runs, Store store, Scheduling schedules, Keeper keeper, Notifier notifier, Desks desks) {
        this.runs = runs;
        this.store = store;
        this.schedules = schedules;
        this.keeper = keeper;
        this.notifier = notifier;
        this.power = new PowerAnswers(desks.power());
        this.patches = new PatchAnswers(desks.patches());
        this.alerts = new AlertAnswers(desks.alerts());
        this.tokens = new TokenAnswers(desks.tokens());
        this.desks = desks;
        this.approvals = new ApprovalAnswers(desks.approvals());
    }

    static CommandDesk of(Runner house, Runs runs, Scheduling schedules, Keeper keeper) {
        TokenDesk tokens = TokenDesk.of(house.store(), house.time());
        SecondFactorDesk factors = new SecondFactorDesk(house.store(), house.time());
        Path playbooks = house.playbooks().folder();
        Desks desks = new Desks(
                house.power(), house.patches(), house.alerts(), tokens, factors, house.approvals(), playbooks);
        return new CommandDesk(
                runs, house.store(), schedules, keeper, house.alerts().notifier(), desks);
    }

    /** The desks behind this one. */
    record Desks(
            PowerDesk power,
            PatchDesk patches,
            AlertDesk alerts,
            TokenDesk tokens,
            SecondFactorDesk factors,
            ApprovalDesk approvals,
            Path playbooks) {}

    @Override
    public void handle(Ask ask, Replies replies) throws IOException, InterruptedException {
        try {
            answer(ask, replies);
            replies.accept(new Reply.Done());
        } catch (RunRefused e) {
            replies.accept(e.isEnding() ? new Reply.Ending() : new Reply.Refused(e.problems(), e.unreadable()));
        } catch (RuntimeException e) {
            throw store.trouble(e);
        }
    }

    /** Lets the schedules of a server that waits for the state directory fire here. */
    @FunctionalInterface
    interface Keeper {

        /**
         * From here on they fire; asked again, nothing changes.
         *
         * @throws RunRefused when that configuration is wrong
         */
        void keep(Path config) throws RunRefused;
    }

    private void answer(Ask ask, Replies replies) throws IOException, InterruptedException, RunRefused {
        if (ask instanceof Ask.Begin begin) {
            begun(runs.submit(request(begin)), replies);
        } else if (ask instanceof Ask.Again again) {
            begun(runs.again(again.run(), how(again)), replies);
        } else if (ask instanceof Ask.Resume resume) {
            begun(runs.resume(resume.run(), Runs.Resume.of(resume)), replies);
        } else if (ask instanceof Ask.Follow follow) {
            follow(known(follow.run()).id(), follow.after(), replies);
        } else if (ask instanceof Ask.Cancel cancel) {
            data(cancelled(cancel), replies);
        } else if (ask instanceof Ask.ListRuns list) {
            data(listed(list), replies);
        } else if (ask instanceof Ask.ShowRun show) {
            RunDetail detail = store.queries().detail(show.run()).orElseThrow(() -> unknown(show.run()));
            data(RunFacts.of(store, detail), replies);
        } else if (ask instanceof Ask.Log log) {
            log(known(log.run()).id(), Optional.ofNullable(log.host()), replies);
        } else if (ask instanceof Ask.Schedules) {
            data(schedules.all(), replies);
        } else if (ask instanceof Ask.NextFires next) {
            data(Planning.facts(schedules.next(next.name(), next.count())), replies);
        } else if (ask instanceof Ask.KeepSchedules keep) {
            keeper.keep(Path.of(keep.config()));
        } else if (ask instanceof Ask.Steer steer) {
            steer(steer, replies);
        } else if (ask instanceof Ask.OfPower asked) {
            power(asked, replies);
        } else if (ask instanceof Ask.OfPatch asked) {
            patch(asked, replies);
        } else if (ask instanceof Ask.ForApproval || ask instanceof Ask.OfApproval) {
            approval(ask, replies);
        } else {
            others(ask, replies);
        }
    }

    private void power(Ask.OfPower ask, Replies replies) throws IOException, InterruptedException, RunRefused {
        try {
            PowerAnswers.Answer answer = power.answer(ask);
            if (answer instanceof PowerAnswers.Answer.Begun begun) {
                begun(begun.run(), replies);
            } else {
                data(((PowerAnswers.Answer.Facts) answer).data(), replies);
            }
        } catch (PowerRefused e) {
            throw new RunRefused(e.problems());
        }
    }

    private void patch(Ask.OfPatch ask, Replies replies) throws IOException, InterruptedException, RunRefused {
        try {
            PatchAnswers.Answer answer = patches.answer(ask);
            data(answer.data(), replies);
            if (answer.run().isPresent() && !Boolean.FALSE.equals(ask.said().get("wait"))) {
                begun(answer.run().get(), replies);
            }
        } catch (PatchRefused e) {
            throw e.getCause() instanceof RunRefused refused ? refused : new RunRefused(e.problems());
        }
    }

    private void approval(Ask ask, Replies replies) throws IOException, InterruptedException, RunRefused {
        try {
            if (ask instanceof Ask.ForApproval wanted) {
                Approval asked = runs.ask(
                        request(wanted.run()), wanted.why(), wanted.run().by());
                data(ApprovalFacts.of(asked, asked.asked().at()), replies);
                if (asked.checkRun().isPresent()) {
                    begun(asked.checkRun().get(), replies);
                }
            } else if (((Ask.OfApproval) ask).verb().equals("apply")) {
                Applying applying = approvals.apply((Ask.OfApproval) ask);
                if (applying.check().isPresent()) {
                    data(ApprovalAnswers.first(applying.check().get()), replies);
                }
                begun(applying.await(), replies);
            } else {
                data(approvals.answer((Ask.OfApproval) ask), replies);
            }
        } catch (ApprovalRefused e) {
            throw new RunRefused(e.problems());
        }
    }

    private void others(Ask ask, Replies replies) throws IOException, RunRefused {
        Optional<Object> token = token(ask);
        if (token.isPresent()) {
            data(token.get(), replies);
        } else if (ask instanceof Ask.OfAccount asked) {
            account(asked, replies);
        } else if (ask instanceof Ask.OfAlert asked) {
            alert(asked, replies);
        } else {
            notices(ask, replies);
        }
    }

    private void account(Ask.OfAccount ask, Replies replies) throws IOException, RunRefused {
        try {
            AccountDesk desk = new AccountDesk(store.accounts(), store.audit());
            data(new AccountAnswers(desk, desks.factors(), store.audit()).answer(ask), replies);
        } catch (AccountRefused e) {
            throw new RunRefused(List.of(e.getMessage()));
        }
    }

    private void alert(Ask.OfAlert ask, Replies replies) throws IOException, RunRefused {
        try {
            data(alerts.answer(ask), replies);
        } catch (AlertRefused e) {
            throw new RunRefused(List.of(e.getMessage()));
        }
    }

    private Optional<Object> token(Ask ask) throws RunRefused {
        try {
            return tokens.answer(ask);
        } catch (AccountRefused e) {
            throw new RunRefused(List.of(e.getMessage()));
        }
    }

    private void notices(Ask ask, Replies replies) throws IOException, RunRefused {
        if (ask instanceof Ask.Notices notices) {
            data(
                    store.outbox().last(notices.count()).stream()
                            .map(NoticeFacts::of)
                            .toList(),
                    replies);
        } else if (ask instanceof Ask.TestNotice test) {
            data(NoticeFacts.tested(notifier, test.by(), Optional.ofNullable(test.channel())), replies);
        }
    }

    private void steer(Ask.Steer steer, Replies replies) throws IOException, InterruptedException, RunRefused {
        if (steer.what().equals("run")) {
            begun(schedules.runNow(steer.name(), steer.by()), replies);
        } else {
            data(steered(steer), replies);
        }
    }

    private String steered(Ask.Steer steer) throws RunRefused {
        switch (steer.what()) {
            case "pause" -> schedules.pause(steer.name(), steer.by());
            case "resume" -> schedules.resume(steer.name());
            default ->
                throw new RunRefused(List.of("A schedule can be paused, resumed or run, not '" + steer.what() + "'."));
        }
        return "Schedule " + steer.name()
                + (steer.what().equals("pause") ? " is paused: it does not run." : " fires again.");
    }

    private static RunRequest request(Ask.Begin begin) {
        Ask.Options said = begin.options();
        RunOptions options = new RunOptions(
                Optional.ofNullable(said.limit()),
                said.tags(),
                said.skipTags(),
                said.check(),
                said.diff(),
                Optional.ofNullable(said.forks()),
                Optional.ofNullable(said.user()),
                said.become(),
                Optional.ofNullable(said.becomePassword()).map(Secret::new));
        RunRequest.Login login = new RunRequest.Login(
                Optional.ofNullable(said.keyFile()).map(Path::of),
                Optional.ofNullable(said.password()).map(Secret::new),
                Optional.empty(),
                vault(said.vault()));
        return new RunRequest(
                        Path.of(begin.playbook()),
                        begin.inventory(),
                        begin.vars(),
                        options,
                        login,
                        new Cause(Cause.Kind.PERSON, begin.by()),
                        Optional.empty())
                .onBattery(Optional.ofNullable(said.onBattery()));
    }

    private static Runs.Again how(Ask.Again again) {
        Runs.Text text = again.text() == null ? Runs.Text.SAME : Runs.Text.valueOf(again.text());
        return new Runs.Again(again.onlyFailed(), text, again.by());
    }

    private static List<VaultPassword> vault(List<Ask.VaultKey> keys) {
        return keys.stream()
                .map(key -> VaultPassword.known(key.from(), new Secret(key.password())))
                .toList();
    }

    private String cancelled(Ask.Cancel cancel) throws RunRefused {
        known(cancel.run());
        if (!runs.cancel(cancel.run(), cancel.by(), cancel.force())) {
            throw new RunRefused(List.of("Run " + cancel.run() + " has ended already."));
        }
        return "Run " + cancel.run() + " is asked to end; "
                + (cancel.force() ? "package work is killed and repaired too." : "package work runs to its end.");
    }

    private void begun(long run, Replies replies) throws IOException, InterruptedException {
        replies.accept(new Reply.Begun(run));
        follow(run, 0, replies);
    }

    private void follow(long run, long after, Replies replies) throws IOException, InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        AtomicReference<IOException> gone = new AtomicReference<>();
        Subscription.Listener listener = new Subscription.Listener() {
            @Override
            public void events(List<NumberedEvent> events) throws IOException {
                try {
                    for (NumberedEvent event : events) {
                        replies.accept(new Reply.Event(lines.of(event)));
                    }
                } catch (IOException e) {
                    gone.set(e);
                    over.countDown();
                    throw e;
                }
            }

            @Override
            public void ended() {
                over.countDown();
            }
        };
        Subscription subscription = store.runs().subscribe(run, after, listener);
        try {
            over.await();
        } finally {
            subscription.close();
        }
        if (gone.get() != null) {
            throw gone.get();
        }
    }

    private void log(long run, Optional<String> host, Replies replies) throws IOException {
        for (NumberedEvent event : store.queries().eachTold(run, host, Optional.empty())) {
            if (event.event() instanceof RunEvent.UpidStarted begun) {
                data(begun.host() + " | " + begun.upid() + " begins: " + begun.action(), replies);
            } else if (event.event() instanceof RunEvent.UpidEnded end) {
                data(end.host() + " | " + end.upid() + " " + end.result() + ": " + end.exitStatus(), replies);
            } else if (event.event() instanceof RunEvent.Output output) {
                data(output.host() + " | " + output.text().replace("\n", "\n" + output.host() + " | "), replies);
            }
        }
    }

    private List<?> listed(Ask.ListRuns list) throws RunRefused {
        RunFilter filter = Filters.asked(list.filters(), desks.playbooks());
        return RunFacts.of(store.queries().page(filter, Optional.empty(), list.count()));
    }

    private Run known(long run) throws RunRefused {
        return store.queries().run(run).orElseThrow(() -> unknown(run));
    }

    private static RunRefused unknown(long run) {
        return new RunRefused(List.of("There is no run " + run + ". steward runs list shows them."));
    }

    private void data(Object data, Replies replies) throws IOException {
        replies.accept(new Reply.Data(lines.tree(data)));
    }
}
