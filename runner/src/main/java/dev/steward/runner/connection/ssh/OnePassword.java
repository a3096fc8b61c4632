package dev.steward.runner.connection.ssh;

import com.jcraft.jsch.UIKeyboardInteractive;
import com.jcraft.jsch.UserInfo;
import dev.steward.runner.secret.Secret;

/**
 * Gives the password once, by whichever method the server asks first: the one question of keyboard-interactive, as PAM asks it,
 * or the method password. A wrong one is not given again, so that nobody is locked out.
 */
final class OnePassword implements UserInfo, UIKeyboardInteractive {

    private final Secret password;
    private boolean given;

    OnePassword(Secret password) {
        this.password = password;
    }

    @Override
    public String[] promptKeyboardInteractive(
            String destination, String name, String instruction, String[] prompt, boolean[] echo) {
        if (prompt.length == 0) {
            return new String[0];
        }
        if (given || prompt.length > 1 || echo[0]) {
            return null;
        }
        given = true;
        return new String[] {password.reveal()};
    }

    @Override
    public String getPassphrase() {
        return null;
    }

    @Override
    public String getPassword() {
        return password.reveal();
    }

    @Override
    public boolean promptPassword(String message) {
        boolean first = !given;
        given = true;
        return first;
    }

    @Override
    public boolean promptPassphrase(String message) {
        return false;
    }

    @Override
    public boolean promptYesNo(String message) {
        return false;
    }

    @Override
    public void showMessage(String message) {
        // A banner is no part of any answer.
    }
}
