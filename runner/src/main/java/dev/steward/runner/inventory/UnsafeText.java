package dev.steward.runner.inventory;

/**
 * A text tagged {@code !unsafe}: never a template. It is plain text to playbooks (which evaluate no templates in inventory
 * values at all); kept apart because Ansible's listing prints it as {@code __ansible_unsafe}.
 *
 * @param text as written
 */
public record UnsafeText(String text) {

    @Override
    public String toString() {
        return text;
    }
}
