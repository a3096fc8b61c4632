package dev.steward.runner.inventory;

/**
 * A text of a file that was closed whole by a vault: a secret to playbooks, records and logs. Kept apart because Ansible's
 * listing prints it as plain text.
 *
 * @param text as it stands in the opened file
 */
public record OpenedText(String text) {

    @Override
    public String toString() {
        return "***";
    }
}
