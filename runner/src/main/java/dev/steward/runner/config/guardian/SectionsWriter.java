package dev.steward.runner.config.guardian;

import dev.steward.runner.config.guardian.GuardianFile.Notification;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A guardian.yaml as sections of steward.yml. For one use. */
final class SectionsWriter {

    private static final Set<String> EVENTS = Set.of(
            "power_lost",
            "power_restored",
            "shutdown_start",
            "shutdown_complete",
            "phase_start",
            "phase_complete",
            "recovery_start",
            "recovery_complete",
            "recovery_error");

    private final GuardianFile file;
    private final GuardianSecrets known;
    private final SecretsFile secrets;
    private final List<Note> notes;
    private final StringBuilder text = new StringBuilder();

    SectionsWriter(GuardianFile file, GuardianSecrets known, SecretsFile secrets, List<Note> notes) {
        this.file = file;
        this.known = known;
        this.secrets = secrets;
        this.notes = notes;
    }

    /** The text; the playbook is named as it lies in the playbooks folder. */
    String write(String playbook, String ups) {
        line(0, "# Made from a guardian.yaml; 'steward config' shows every value in effect.");
        line(0, "inventory: [inventory]");
        line(0, "playbooks: playbooks");
        line(0, "schedules: {}");
        String token = token();
        String hooks = hooks();
        if (!secrets.empty() || !token.isEmpty()) {
            line(0, "secrets: {file: secrets.yml}");
        }
        proxmox(token);
        power(playbook, ups);
        text.append(hooks);
        return text.toString();
    }

    private String token() {
        return file.proxmox()
                .tokenSecret()
                .map(dev.steward.runner.secret.Secret::new)
                .or(known::token)
                .map(secret -> secrets.keep("proxmox/home", secret))
                .orElse("");
    }

    private void proxmox(String token) {
        line(0, "proxmox:");
        line(1, "home:");
        line(
                2,
                "endpoints: ["
                        + Yaml.text(file.proxmox()
                                .apiUrl()
                                .replaceAll("/api2/json/?$", "")
                                .replaceAll("/+$", "")) + "]");
        line(2, "tokenId: " + Yaml.text(file.proxmox().tokenId()));
        line(
                2,
                "tokenSecret: secret('proxmox/home')"
                        + (token.isEmpty() ? "   # not known yet: put it into the secrets file" : ""));
        if (file.proxmox().insecure()) {
            line(2, "tls: {verify: false}   # as insecure_tls; better: tls: {ca: pve-root-ca.pem}");
        }
    }

    private void power(String playbook, String ups) {
        line(0, "power:");
        line(1, "plan: " + Yaml.text(playbook));
        line(
                1,
                "armed: " + !file.options().dryRun()
                        + (file.options().dryRun() ? "   # as dry_run: nothing is stopped" : ""));
        line(1, "ups:");
        line(
                2,
                Yaml.text(ups) + ": {host: " + Yaml.text(file.ups().host())
                        + (ups.equals(file.ups().name())
                                ? ""
                                : ", name: " + Yaml.text(file.ups().name())) + "}");
        line(1, "warning: " + file.ups().warning());
        line(1, "critical: " + file.ups().critical());
        line(1, "emergency: " + file.ups().emergency());
        line(
                1,
                "recovery: {enabled: " + file.recovery().enabled() + ", onError: "
                        + file.recovery().onError() + "}");
    }

    private String hooks() {
        StringBuilder hooks = new StringBuilder();
        for (int i = 0; i < file.notifications().size(); i++) {
            Notification one = file.notifications().get(i);
            hooks.append("    guardian-").append(i + 1).append(":\n");
            hooks.append("      ").append(address(one, i + 1)).append('\n');
            hooks.append("      on: [").append(String.join(", ", events(one))).append("]\n");
            one.template().ifPresent(t -> hooks.append("      template: ")
                    .append(Yaml.text(template(t)))
                    .append('\n'));
        }
        return hooks.isEmpty() ? "" : "notices:\n  webhooks:\n" + hooks;
    }

    private String address(Notification one, int number) {
        if (one.url().isPresent()) {
            return "url: "
                    + secrets.keep(
                            "notices/guardian-" + number,
                            new dev.steward.runner.secret.Secret(one.url().get()));
        }
        String env = one.urlEnv().orElseThrow();
        boolean slack = env.toUpperCase(Locale.ROOT).contains("SLACK");
        Optional<dev.steward.runner.secret.Secret> kept = slack
                ? known.slack()
                : env.toUpperCase(Locale.ROOT).contains("DISCORD") ? known.discord() : Optional.empty();
        String format = slack ? "\n      format: slack" : "";
        return kept.map(secret -> "url: " + secrets.keep("notices/guardian-" + number, secret))
                        .orElse("urlEnv: " + env)
                + format;
    }

    private Set<String> events(Notification one) {
        Set<String> on = new LinkedHashSet<>();
        for (String event : one.events()) {
            if (event.equals("error")) {
                on.add("power_error");
            } else if (event.equals("*")) {
                return Set.of("'*'");
            } else if (EVENTS.contains(event)) {
                on.add(event);
            } else {
                notes.add(new Note(one.at(), "the event '" + event + "' is told by nobody and was left out"));
            }
        }
        return on.isEmpty() && one.events().isEmpty() ? Set.of("'*'") : on;
    }

    /** Go's placeholders as ours. */
    private static String template(String go) {
        return go.replaceAll("\\{\\{-?\\s*\\.(event|timestamp|data\\.\\w+)\\s*-?}}", "\\${$1}");
    }

    private void line(int depth, String line) {
        text.append("  ".repeat(depth)).append(line).append('\n');
    }
}
