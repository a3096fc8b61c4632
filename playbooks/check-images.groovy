// Lists the images of all containers on hosts with Docker, compose project by project, and asks their registries whether the same tag
// means a newer image now. What is newer is told as a notice (image-update). Nothing is pulled, restarted or changed: a person decides.
playbook('Check container images') {

    vars askRegistries: ask(true, 'Ask registries; else what runs is listed')

    play('Look for newer images') {
        hosts 'all'
        become()

        tasks {
            task('Compare with their registries') {
                containerImages ask: askRegistries
                register 'images'
            }
        }
    }
}
