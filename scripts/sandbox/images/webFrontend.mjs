/**
 * The context of a build in two stages: what the first one needs stays out of the second one's image.
 * @type {Readonly<Record<string, string>>}
 */
export const WEB_FRONTEND = {
  Dockerfile: `FROM acme/base:12 AS build
WORKDIR /src
COPY package.json ./
COPY src ./src
RUN mkdir -p /src/dist/assets /src/node_modules
RUN dd if=/dev/urandom of=/src/node_modules/toolchain.bin bs=1024 count=9000
RUN dd if=/dev/urandom of=/src/dist/assets/app.js bs=1024 count=1400 && cat /src/src/index.html > /src/dist/index.html

FROM acme/base:12
ENV NODE_ENV=production PORT=8080
LABEL org.opencontainers.image.title="Web frontend" org.opencontainers.image.version="1.8.0"
COPY --from=build /src/dist /usr/share/www
EXPOSE 8080
USER 1000:1000
HEALTHCHECK --interval=30s --timeout=3s --retries=3 CMD ["/bin/true"]
STOPSIGNAL SIGQUIT
CMD ["/bin/sleep", "100000"]
`,
  'package.json': '{ "name": "web-frontend", "version": "1.8.0" }\n',
  'src/index.html': '<!doctype html>\n<title>Acme</title>\n<script src="/assets/app.js"></script>\n',
  'src/app.ts': 'export const greeting = "hello"\n',
}
