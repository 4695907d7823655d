/// Images of well-known sample applications whose hosts are written in their code.
extension ImageCatalog {
  static let samples = [
    // GoogleCloudPlatform/kubernetes-engine-samples, quickstarts/guestbook/php-redis/guestbook.php
    ImageEntry(
      names: ["gb-frontend"], role: .application, hosts: ["redis-leader", "redis-follower"])
  ]
}
