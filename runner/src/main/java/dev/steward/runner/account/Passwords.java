package dev.steward.runner.account;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;

/**
 * What is kept of passwords: Argon2id (RFC 9106) with 19 MiB and two passes, OWASP's smallest recommended setting, so that
 * a stolen database costs whoever guesses memory for each guess. What was hashed with other numbers still verifies: they stand in the hash.
 */
public final class Passwords {

    /** A password has at least so many characters. */
    public static final int SHORTEST = 10;

    /** And at most so many: hashing takes as long as its text. */
    public static final int LONGEST = 200;

    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int BYTES = 32;
    private static final int SALT = 16;
    private static final Argon2Function HASHING = Argon2Function.getInstance(MEMORY_KIB, PASSES, 1, BYTES, Argon2.ID);

    /** A hash that no password opens, looked at where there is no account, so that the answer takes as long. */
    private static final String NOBODY = hash("nobody's password");

    private Passwords() {}

    /** What is kept of a password, in the PHC string format, with a salt of its own. */
    public static String hash(String password) {
        return Password.hash(password).addRandomSalt(SALT).with(HASHING).getResult();
    }

    /** Whether that is the password of a hash. */
    public static boolean fits(String password, String hash) {
        return password.length() <= LONGEST
                && Password.check(password, hash).with(Argon2Function.getInstanceFromHash(hash));
    }

    /** Takes as long as {@link #fits} and says no. */
    public static boolean nobody(String password) {
        fits(password, NOBODY);
        return false;
    }
}
