package dev.steward.runner.app.ask;

import dev.steward.runner.app.alert.AlertDesk;
import dev.steward.runner.app.alert.AlertFacts;
import dev.steward.runner.app.alert.AlertRefused;
import dev.steward.runner.control.Ask;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is asked and said of alerts on the local socket. */
public final class AlertAnswers {

    private static final long MOST = 1000;
    private static final long USUAL = 50;

    private final AlertDesk desk;

    /** Answers by a desk. */
    public AlertAnswers(AlertDesk desk) {
        this.desk = desk;
    }

    /** The answer, as plain data. */
    public Object answer(Ask.OfAlert ask) throws AlertRefused {
        Map<String, Object> said = ask.said();
        return switch (ask.verb()) {
            case "list" -> list(Boolean.TRUE.equals(said.get("all")), number(said, "count", USUAL));
            case "ack" ->
                AlertFacts.of(desk.listed(desk.acknowledge(number(said, "id", 0), ask.by(), text(said, "why"))));
            case "silence" ->
                AlertFacts.of(
                        desk.silence(
                                new AlertDesk.Wish(
                                        text(said, "kind"),
                                        text(said, "subject"),
                                        text(said, "for"),
                                        text(said, "why")),
                                ask.by()),
                        desk.now());
            case "silences" ->
                desk.silences().stream()
                        .map(one -> AlertFacts.of(one, desk.now()))
                        .toList();
            case "unsilence" -> AlertFacts.of(desk.end(number(said, "id", 0), ask.by()), desk.now());
            default ->
                throw AlertRefused.wrong(
                        "The Steward at work here is another version: it does not know '" + ask.verb() + "'.");
        };
    }

    private Map<String, Object> list(boolean all, long count) {
        List<AlertDesk.Listed> shown = all ? desk.last((int) Math.max(1, Math.min(count, MOST))) : desk.open();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("watching", desk.watching());
        facts.put("alerts", shown.stream().map(AlertFacts::of).toList());
        return facts;
    }

    private static long number(Map<String, Object> said, String name, long usual) {
        return said.get(name) instanceof Number number ? number.longValue() : usual;
    }

    private static String text(Map<String, Object> said, String name) {
        return said.get(name) instanceof String text ? text : "";
    }
}
