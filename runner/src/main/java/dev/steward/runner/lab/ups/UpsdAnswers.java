package dev.steward.runner.lab.ups;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What upsd says to one client, by the order of checks in its sources. */
final class UpsdAnswers {

    private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s\"]+)");
    private static final Set<String> FOR_USERS = Set.of("LOGIN", "PRIMARY", "MASTER", "FSD", "SET", "INSTCMD");

    private final UpsLab lab;
    private final String from;
    private String user;
    private String password;
    private Optional<LabUps> loggedIn = Optional.empty();
    private boolean tracking;
    private boolean secured;

    UpsdAnswers(UpsLab lab, String from) {
        this.lab = lab;
        this.from = from;
    }

    void secured() {
        secured = true;
    }

    void gone() {
        loggedIn.ifPresent(ups -> ups.leave(from));
        loggedIn = Optional.empty();
    }

    String to(String request) {
        List<String> words = words(request);
        if (words.isEmpty()) {
            return err("UNKNOWN-COMMAND");
        }
        String command = words.get(0).toUpperCase(Locale.ROOT);
        List<String> rest = words.subList(1, words.size());
        if (FOR_USERS.contains(command)) {
            if (user == null) {
                return err("USERNAME-REQUIRED");
            }
            if (password == null) {
                return err("PASSWORD-REQUIRED");
            }
        }
        return switch (command) {
            case "VER" -> "Network UPS Tools upsd 2.8.0 - https://www.networkupstools.org/\n";
            case "NETVER", "PROTVER" -> "1.3\n";
            case "HELP" -> "Commands: HELP VER GET LIST SET INSTCMD LOGIN LOGOUT USERNAME PASSWORD STARTTLS\n";
            case "STARTTLS" -> startTls();
            case "USERNAME" -> username(rest);
            case "PASSWORD" -> password(rest);
            case "LOGOUT" -> "OK Goodbye\n";
            case "LIST" -> rest.isEmpty() ? err("INVALID-ARGUMENT") : list(rest);
            case "GET" -> rest.isEmpty() ? err("INVALID-ARGUMENT") : get(rest);
            case "SET" -> rest.size() < 2 ? err("INVALID-ARGUMENT") : set(rest);
            case "INSTCMD" -> rest.size() < 2 ? err("INVALID-ARGUMENT") : give(rest);
            case "LOGIN", "PRIMARY", "MASTER", "FSD" -> privileged(command, rest);
            default -> err("UNKNOWN-COMMAND");
        };
    }

    private String startTls() {
        if (secured) {
            return err("ALREADY-SSL-MODE");
        }
        return lab.tls().isPresent() ? "OK STARTTLS\n" : err("FEATURE-NOT-CONFIGURED");
    }

    private String username(List<String> rest) {
        if (rest.size() != 1) {
            return err("INVALID-ARGUMENT");
        }
        if (user != null) {
            return err("ALREADY-SET-USERNAME");
        }
        user = rest.get(0);
        return "OK\n";
    }

    private String password(List<String> rest) {
        if (rest.size() != 1) {
            return err("INVALID-ARGUMENT");
        }
        if (password != null) {
            return err("ALREADY-SET-PASSWORD");
        }
        password = rest.get(0);
        return "OK\n";
    }

    private boolean may(String action) {
        return lab.user(user, password).filter(known -> known.may(action)).isPresent();
    }

    private String privileged(String command, List<String> rest) {
        if (rest.size() != 1) {
            return err("INVALID-ARGUMENT");
        }
        if (command.equals("LOGIN") && loggedIn.isPresent()) {
            return err("ALREADY-LOGGED-IN");
        }
        Optional<LabUps> ups = lab.find(rest.get(0));
        if (ups.isEmpty()) {
            return err("UNKNOWN-UPS");
        }
        if (!may(command.equals("MASTER") ? "PRIMARY" : command)) {
            return err("ACCESS-DENIED");
        }
        if (command.equals("LOGIN")) {
            loggedIn = ups;
            ups.get().enter(from);
            return "OK\n";
        }
        if (command.equals("FSD")) {
            ups.get().forceShutdown();
            return "OK FSD-SET\n";
        }
        return "OK " + command + "-GRANTED\n";
    }

    private String list(List<String> query) {
        String what = query.get(0).toUpperCase(Locale.ROOT);
        if (what.equals("UPS") && query.size() == 1) {
            return framed(
                    "UPS",
                    lab.each().stream()
                            .map(ups -> "UPS " + ups.name() + " " + quoted(ups.description()))
                            .toList());
        }
        if (query.size() < 2) {
            return err("INVALID-ARGUMENT");
        }
        LabUps ups = lab.find(query.get(1)).orElse(null);
        if (ups == null) {
            return err("UNKNOWN-UPS");
        }
        if (ups.error().isPresent()) {
            return err(ups.error().get());
        }
        String name = ups.name();
        return switch (what) {
            case "VAR" ->
                framed("VAR " + name, variables(ups, "VAR", ups.variables().keySet()));
            case "RW" -> framed("RW " + name, variables(ups, "RW", ups.settable()));
            case "CMD" ->
                framed(
                        "CMD " + name,
                        ups.commands().stream()
                                .sorted()
                                .map(each -> "CMD " + name + " " + each)
                                .toList());
            case "CLIENT" ->
                framed(
                        "CLIENT " + name,
                        ups.clients().stream()
                                .map(each -> "CLIENT " + name + " " + each)
                                .toList());
            case "ENUM", "RANGE" ->
                query.size() == 3 ? framed(what + " " + name + " " + query.get(2), List.of()) : err("INVALID-ARGUMENT");
            default -> err("INVALID-ARGUMENT");
        };
    }

    private static List<String> variables(LabUps ups, String word, Set<String> names) {
        return ups.variables().entrySet().stream()
                .filter(each -> names.contains(each.getKey()))
                .map(each -> word + " " + ups.name() + " " + each.getKey() + " " + quoted(each.getValue()))
                .toList();
    }

    private static String framed(String query, List<String> lines) {
        return "BEGIN LIST " + query + "\n"
                + lines.stream().map(line -> line + "\n").collect(Collectors.joining())
                + "END LIST " + query + "\n";
    }

    private String get(List<String> rest) {
        String what = rest.get(0).toUpperCase(Locale.ROOT);
        if (what.equals("TRACKING")) {
            return tracking(rest);
        }
        if (rest.size() < 2) {
            return err("INVALID-ARGUMENT");
        }
        LabUps ups = lab.find(rest.get(1)).orElse(null);
        if (ups == null) {
            return err("UNKNOWN-UPS");
        }
        String name = ups.name();
        if (what.equals("UPSDESC")) {
            return "UPSDESC " + name + " " + quoted(ups.description()) + "\n";
        }
        if (ups.error().isPresent()) {
            return err(ups.error().get());
        }
        if (what.equals("NUMLOGINS")) {
            return "NUMLOGINS " + name + " " + ups.logins() + "\n";
        }
        if (rest.size() < 3) {
            return err("INVALID-ARGUMENT");
        }
        String value = ups.variables().get(rest.get(2));
        return switch (what) {
            case "VAR" ->
                value == null
                        ? err("VAR-NOT-SUPPORTED")
                        : "VAR " + name + " " + rest.get(2) + " " + quoted(value) + "\n";
            case "TYPE" ->
                value == null
                        ? err("VAR-NOT-SUPPORTED")
                        : "TYPE " + name + " " + rest.get(2) + (ups.settable().contains(rest.get(2)) ? " RW" : "")
                                + " NUMBER\n";
            case "DESC", "CMDDESC" -> what + " " + name + " " + rest.get(2) + " \"Description unavailable\"\n";
            default -> err("INVALID-ARGUMENT");
        };
    }

    private String tracking(List<String> rest) {
        if (rest.size() == 1) {
            return tracking ? "ON\n" : "OFF\n";
        }
        if (!tracking) {
            return err("FEATURE-NOT-CONFIGURED");
        }
        Boolean done = lab.tracked().get(rest.get(1));
        return done == null ? err("UNKNOWN") : done ? "SUCCESS\n" : err("FAILED");
    }

    private String set(List<String> rest) {
        if (rest.get(0).equalsIgnoreCase("TRACKING")) {
            tracking = rest.get(1).equalsIgnoreCase("ON");
            return "OK\n";
        }
        if (rest.size() < 4 || !rest.get(0).equalsIgnoreCase("VAR")) {
            return err("INVALID-ARGUMENT");
        }
        LabUps ups = lab.find(rest.get(1)).orElse(null);
        if (ups == null) {
            return err("UNKNOWN-UPS");
        }
        if (ups.error().isPresent()) {
            return err(ups.error().get());
        }
        if (!may("SET")) {
            return err("ACCESS-DENIED");
        }
        if (!ups.variables().containsKey(rest.get(2))) {
            return err("VAR-NOT-SUPPORTED");
        }
        if (!ups.settable().contains(rest.get(2))) {
            return err("READONLY");
        }
        return told(ups.give("SET " + rest.get(2), rest.get(3)));
    }

    private String give(List<String> rest) {
        LabUps ups = lab.find(rest.get(0)).orElse(null);
        if (ups == null) {
            return err("UNKNOWN-UPS");
        }
        if (ups.error().isPresent()) {
            return err(ups.error().get());
        }
        if (!ups.commands().contains(rest.get(1))) {
            return err("CMD-NOT-SUPPORTED");
        }
        if (lab.user(user, password).filter(known -> known.gives(rest.get(1))).isEmpty()) {
            return err("ACCESS-DENIED");
        }
        return told(ups.give(rest.get(1), rest.size() > 2 ? rest.get(2) : ""));
    }

    private String told(boolean done) {
        if (!tracking) {
            return "OK\n";
        }
        String id = UUID.randomUUID().toString();
        lab.tracked().put(id, done);
        return "OK TRACKING " + id + "\n";
    }

    private static String err(String code) {
        return "ERR " + code + "\n";
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static List<String> words(String request) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(request);
        while (matcher.find()) {
            words.add(
                    matcher.group(1) == null
                            ? matcher.group(2)
                            : matcher.group(1).replaceAll("\\\\(.)", "$1"));
        }
        return words;
    }
}
