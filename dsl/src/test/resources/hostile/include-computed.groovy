// reads
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks { includeTasks "tasks/${new File('target/canary').createNewFile()}.groovy" }
    }
}
