package dev.steward.runner.cli.upgrade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.app.Version;
import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.ConfigOption;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.cli.StateDesks;
import dev.steward.runner.cli.print.Screen;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.control.Ask;
import dev.steward.runner.control.ControlClient;
import dev.steward.runner.control.Reply;
import dev.steward.runner.control.SocketPath;
import dev.steward.runner.power.PowerState;
import dev.steward.runner.store.StateDir;
import dev.steward.runner.store.migration.Migrations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code steward upgrade-check}: whether the Steward at work may be ended now and begin again as this version. */
@Command(
        mixinStandardHelpOptions = true,
        name = "upgrade-check",
        description = {
            "Says whether the Steward at work may be ended now and begin again as this version: no run is under way, power is"
                    + " calm, this version takes its configuration and its database. Changes nothing.",
            "Exit codes: 0 now; 1 not now, ask again later; 4 this version would not do its work with what is here."
        })
public final class UpgradeCheckCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST = 20;
    private static final List<String> UNDER_WAY = List.of("queued", "running");

    private final Bench bench;
    private final StateDesks states;
    private int exit = Exit.OK;

    @Mixin
    private ConfigOption config;

    /** The verb. */
    public UpgradeCheckCommand(Bench bench, StateDesks states) {
        this.bench = bench;
        this.states = states;
    }

    @Override
    public Integer call() throws IOException {
        Version ours = Version.read();
        Optional<LoadedConfig> loaded = accepted(ours);
        Path state = loaded.map(it -> it.config().stateDir())
                .orElseGet(() -> states.loader().stateDir(config.file()));
        if (served(state)) {
            ControlClient server = new ControlClient(SocketPath.of(state), JSON);
            runs(server);
            power(server);
            database(server, ours);
        } else {
            say(Exit.OK, "service", "no Steward is at work in " + state + ": nothing is under way");
        }
        bench.screen()
                .out()
                .println(
                        switch (exit) {
                            case Exit.OK -> "Ready: it may be ended now and begin again as this version.";
                            case Exit.ERROR -> "Not now. Ask again later.";
                            default -> "Not with this version, as things are.";
                        });
        return exit;
    }

    private Optional<LoadedConfig> accepted(Version ours) {
        try {
            LoadedConfig loaded = states.config(config.file());
            say(Exit.OK, "configuration", "version " + ours.version() + " takes it");
            return Optional.of(loaded);
        } catch (Refusal e) {
            e.problems().forEach(problem -> say(Exit.UNREACHABLE_OR_PROBLEMS, "configuration", problem));
            return Optional.empty();
        }
    }

    /** Whether somebody owns the state; it is not opened for work, which would bring the database up to date. */
    private boolean served(Path state) throws IOException {
        if (!Files.isDirectory(state)) {
            return false;
        }
        try {
            StateDir.Opened opened = StateDir.open(state, "upgrade-check", states.time());
            if (opened instanceof StateDir.Opened.Ours ours) {
                ours.dir().close();
                return false;
            }
            return true;
        } catch (StateDir.Anothers nobodyAtWork) {
            return false;
        }
    }

    private void runs(ControlClient server) throws IOException {
        List<String> under = new ArrayList<>();
        for (String status : UNDER_WAY) {
            for (JsonNode run : asked(server, new Ask.ListRuns(List.of(new Ask.Filter("status", status)), MOST))) {
                under.add("run " + run.path("id").asLong() + ", "
                        + run.path("playbook").asText() + ", is " + status);
            }
        }
        under.forEach(run -> say(Exit.ERROR, "runs", run));
        if (under.isEmpty()) {
            say(Exit.OK, "runs", "none is under way");
        }
    }

    private void power(ControlClient server) throws IOException {
        JsonNode view = asked(server, new Ask.OfPower.Status());
        if (!view.path("configured").asBoolean()) {
            say(Exit.OK, "power", "no UPS is watched");
            return;
        }
        String now = view.path("state").asText();
        boolean calm = now.equalsIgnoreCase(PowerState.ONLINE.name())
                && !view.path("outage").isObject();
        say(
                calm ? Exit.OK : Exit.ERROR,
                "power",
                calm
                        ? "on mains"
                        : "not calm (" + now + "): it is watched without a break now; see: steward power status");
    }

    private void database(ControlClient server, Version ours) throws IOException {
        JsonNode about = asked(server, new Ask.OfEvidence(Ask.OfEvidence.ABOUT, true));
        List<String> theirs = new ArrayList<>();
        about.path("migrations").forEach(each -> theirs.add(each.asText()));
        if (theirs.isEmpty()) {
            say(
                    Exit.OK,
                    "database",
                    "the Steward at work is too old to say how its database is; it is brought up to date at the start");
            return;
        }
        List<String> fresh = new ArrayList<>(Migrations.scripts());
        fresh.removeAll(theirs);
        theirs.removeAll(Migrations.scripts());
        String from = about.path("version").asText() + " to " + ours.version();
        if (!theirs.isEmpty()) {
            say(
                    Exit.UNREACHABLE_OR_PROBLEMS,
                    "database",
                    "it is of a newer Steward (" + String.join(", ", theirs) + "), which version " + ours.version()
                            + " refuses");
        } else if (fresh.isEmpty()) {
            say(Exit.OK, "database", "stays as it is, from " + from);
        } else {
            say(
                    Exit.OK,
                    "database",
                    "from " + from + " it is changed at the start (" + String.join(", ", fresh)
                            + "), and the former version refuses it then: copy the state directory first to be able to go back");
        }
    }

    private JsonNode asked(ControlClient server, Ask ask) throws IOException {
        List<JsonNode> answers = new ArrayList<>();
        server.handle(ask, reply -> {
            if (reply instanceof Reply.Data data) {
                answers.add(data.data());
            } else if (reply instanceof Reply.Refused refused && !(ask instanceof Ask.OfEvidence)) {
                refused.problems().forEach(problem -> say(Exit.ERROR, "service", problem));
            }
        });
        return answers.isEmpty() ? JSON.createObjectNode() : answers.get(0);
    }

    private void say(int code, String what, String text) {
        exit = Math.max(exit, code);
        Screen screen = bench.screen();
        screen.out()
                .println(screen.paint(
                                code == Exit.OK ? Screen.Paint.GOOD : Screen.Paint.BAD,
                                code == Exit.OK ? "ok     " : "not ok ")
                        + String.format(" %-14s ", what)
                        + text);
    }
}
