package dev.steward.runner.app.git;

import dev.steward.dsl.check.PlaybookCompiler;
import dev.steward.dsl.check.Problem;
import dev.steward.runner.config.git.GitConfig;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.inventory.dynamic.FilesAlone;
import dev.steward.runner.inventory.yaml.InventoryLoader;
import dev.steward.runner.module.catalog.Modules;
import dev.steward.runner.secret.AnsibleVault;
import dev.steward.runner.secret.VaultPassword;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether the files of a revision can be used: every playbook is understood, and the inventory can be read. No cluster is asked. */
final class RevisionCheck {

    private static final int MOST = 50;

    private final GitConfig config;
    private final List<VaultPassword> vault;
    private final boolean playbooks;
    private final boolean inventory;

    /**
     * A check.
     *
     * @param vault what opens closed values
     * @param playbooks whether they come from here
     * @param inventory whether it comes from here
     */
    RevisionCheck(GitConfig config, List<VaultPassword> vault, boolean playbooks, boolean inventory) {
        this.config = config;
        this.vault = vault;
        this.playbooks = playbooks;
        this.inventory = inventory;
    }

    /** Everything that is wrong, each as file:line:column with the file as the repository names it; none: it can be used. */
    List<String> problems(Path tree) {
        List<String> problems = new ArrayList<>();
        if (playbooks) {
            playbooks(tree, problems);
        }
        if (inventory) {
            inventory(tree, problems);
        }
        String prefix = tree + "/";
        return problems.stream()
                .map(problem -> problem.replace(prefix, ""))
                .limit(MOST)
                .toList();
    }

    private void playbooks(Path tree, List<String> problems) {
        Path folder = tree.resolve(config.playbooks()).normalize();
        try (Stream<Path> files = Files.list(folder)) {
            PlaybookCompiler compiler = new PlaybookCompiler(new Modules());
            for (Path file : files.filter(RevisionCheck::isPlaybook).sorted().toList()) {
                compiler.check(file, Map.of()).problems().stream()
                        .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                        .forEach(problem -> problems.add(problem.toString()));
            }
        } catch (IOException e) {
            problems.add(config.playbooks()
                    + ": there is no such folder; look at git.playbooks and git.path in steward.yml");
        }
    }

    private static boolean isPlaybook(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".groovy") && !name.startsWith(".") && Files.isRegularFile(file);
    }

    private void inventory(Path tree, List<String> problems) {
        List<String> sources = config.inventory().stream()
                .map(source -> tree.resolve(source).normalize().toString())
                .toList();
        try {
            Inventory read = new InventoryLoader(AnsibleVault.of(vault), List.of(new FilesAlone()))
                    .load(sources, Optional.of(tree.resolve(config.playbooks()).normalize()));
            read.hostNames().forEach(read::host);
        } catch (InventoryException e) {
            e.problems().forEach(problem -> problems.add(problem.toString()));
        }
    }
}
