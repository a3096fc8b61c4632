package dev.steward.dsl.check;

import dev.steward.dsl.expression.Env;
import dev.steward.dsl.plan.EvaluationException;
import dev.steward.dsl.plan.Plan;
import dev.steward.dsl.plan.Play;
import dev.steward.dsl.script.Statement;
import dev.steward.dsl.source.Report;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A checked playbook to its plan. */
final class Planner {

    private final Report report;
    private final Parameters parameters;

    Planner(Report report, Parameters parameters) {
        this.report = report;
        this.parameters = parameters;
    }

    Plan plan(Statement.Playbook playbook, Map<String, String> texts) {
        List<Play> plays = new ArrayList<>();
        PowerMaker power = new PowerMaker(report, playbook.name());
        plays(playbook, plays, power, Env.empty());
        List<Plan.Source> sources = new ArrayList<>();
        texts.forEach((file, text) -> sources.add(new Plan.Source(file, text, sha256(text))));
        return new Plan(playbook.name(), parameters.list(), plays, sources, power.plan());
    }

    private void plays(Statement.Playbook playbook, List<Play> plays, PowerMaker power, Env start) {
        Set<String> names = new HashSet<>();
        Walk.through(playbook.body(), start, (statement, env) -> {
            if (statement instanceof Statement.Declare declare) {
                Env more = env;
                for (Statement.Variable variable : declare.variables()) {
                    more = more.with(variable.name(), parameters.value(variable));
                }
                return more;
            } else if (statement instanceof Statement.Import imported) {
                plays(imported.playbook(), plays, power, env.bare());
            } else if (statement instanceof Statement.Say say
                    && !say.word().name().equals("play")) {
                power.take(say, env);
            } else if (statement instanceof Statement.Say say) {
                play(say, playbook, names, plays, env);
            }
            return env;
        });
    }

    private void play(Statement.Say say, Statement.Playbook playbook, Set<String> names, List<Play> plays, Env env) {
        try {
            Play play = new PlayMaker(report, playbook.name()).make(say, env);
            if (!names.add(play.name())) {
                throw new EvaluationException(
                        say.at(), "another play of this playbook is named '" + play.name() + "' as well");
            }
            plays.add(play);
        } catch (EvaluationException e) {
            report.error(e.at(), e.getMessage());
        }
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
