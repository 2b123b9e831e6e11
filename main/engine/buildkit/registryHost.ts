/**
 * The registry that BuildKit means by a host: it asks for the host that it really connects to, which for Docker Hub is
 * another than the one that `docker login` writes down (containerd, docker/auth).
 */
export function registryHostOf(host: string): string {
  return host === 'registry-1.docker.io' || host === 'index.docker.io' ? 'docker.io' : host
}
