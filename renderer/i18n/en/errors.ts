import type { AppErrorCode } from '@shared/errors'

type ErrorText = { readonly sentence: string; readonly advice: string }

/** What happened, and what to do about it. Nothing here blames, nothing says only "failed". */
export const errors: Readonly<Record<AppErrorCode, ErrorText>> = {
  INPUT_INVALID: {
    sentence: 'Strata did not accept this request.',
    advice: 'This is a fault in Strata, not in what you did. Please report it with the details below.',
  },
  SENDER_REJECTED: {
    sentence: 'A request came from a place that may not ask.',
    advice: 'Nothing was done. Restart Strata; if it happens again, please report it.',
  },
  INTERNAL: {
    sentence: 'Something went wrong inside Strata.',
    advice:
      'Your images are untouched by this fault. Try again; if it stays, please report it with the details below.',
  },
  GRANT_UNKNOWN: {
    sentence: 'Strata no longer has leave to use that file.',
    advice: 'Choose the file again.',
  },
  JOB_NOT_FOUND: {
    sentence: 'That job is no longer known.',
    advice: 'It has ended and was cleared away. Activity lists what is still there.',
  },
  JOB_NOT_CANCELLABLE: {
    sentence: 'That job can no longer be cancelled.',
    advice: 'It has ended or is at its last step. Activity shows what it did.',
  },
  ENGINE_UNREACHABLE: {
    sentence: 'No Docker Engine answers at {{host}}.',
    advice: 'Start Docker, or choose another engine. Strata connects by itself as soon as it answers.',
  },
  ENGINE_PERMISSION_DENIED: {
    sentence: 'You may not use the Docker socket {{path}}.',
    advice:
      'It belongs to the group “{{group}}”. Whoever is in that group controls this machine as root does. If you want that, join the group and log in again.',
  },
  ENGINE_LOST: {
    sentence: 'The connection to the Docker Engine broke.',
    advice: 'Strata comes back by itself when the engine does. What you see is from before.',
  },
  ENGINE_TOO_OLD: {
    sentence: 'This Docker Engine speaks API {{version}}; Strata needs {{minimum}} or newer.',
    advice: 'Update the engine to Docker 19.03 or newer, or choose another one.',
  },
  ENGINE_TLS: {
    sentence: 'The secure connection to {{host}} could not be made.',
    advice: 'Check the certificates of this docker context: the authority, the name and the dates.',
  },
  ENGINE_NOT_DOCKER: {
    sentence: 'Something answers at {{host}}, but it is not a Docker Engine.',
    advice: 'Check the address and the port.',
  },
  ENGINE_ANSWER_UNKNOWN: {
    sentence: 'The engine gave an answer that Strata cannot read ({{what}}).',
    advice:
      'Something between Strata and the engine may have changed it, or it is not a Docker Engine. Check the address, then try again.',
  },
  ENGINE_TIMEOUT: {
    sentence: 'The Docker Engine did not answer in time.',
    advice: 'It may be busy. Try again in a moment.',
  },
  ENDPOINT_UNKNOWN: {
    sentence: 'That engine is no longer in the list.',
    advice: 'Its docker context may have been removed. Choose another one.',
  },
  ENDPOINT_UNSUPPORTED: {
    sentence: 'Strata cannot use this kind of connection yet ({{kind}}).',
    advice: 'Choose an engine on a local socket, a named pipe or tcp with TLS.',
  },
  ENDPOINT_INVALID: {
    sentence: '“{{host}}” is not an address of an engine.',
    advice: 'Write unix:///path/of/socket, npipe:////./pipe/name, tcp://host:port, or the path of a socket.',
  },
  ENDPOINT_INSECURE: {
    sentence: '{{host}} would be used without encryption.',
    advice: 'Anyone on the way could take over that machine. Use TLS, or a tunnel to a loopback address.',
  },
  ENGINE_ERROR: {
    sentence: 'The Docker Engine refused.',
    advice: 'Its own words are in the details.',
  },
  ENGINE_BUSY: {
    sentence: 'The Docker Engine is busy with another such request.',
    advice: 'Try again when it is done.',
  },
  ENGINE_DISK_FULL: {
    sentence: 'The disk of the Docker Engine is full.',
    advice: 'Free some space there, for example by clearing dangling images, then try again.',
  },
  REFERENCE_EMPTY: {
    sentence: 'A name is missing.',
    advice: 'Write a reference such as app:1.0 or registry.example.com/team/app:1.0.',
  },
  REFERENCE_INVALID: {
    sentence: '“{{reference}}” is not a reference.',
    advice:
      'Use lower-case letters, digits and separators (. _ -), with / between parts, for example team/app:1.0.',
  },
  REFERENCE_UPPERCASE: {
    sentence: 'The repository in “{{reference}}” has upper-case letters.',
    advice: 'Repository names are lower case; only the tag may have capitals.',
  },
  REFERENCE_TOO_LONG: {
    sentence: 'This name is too long.',
    advice: 'A repository may have 255 characters, a tag 128.',
  },
  REFERENCE_TAG_INVALID: {
    sentence: '“{{tag}}” is not a tag.',
    advice:
      'A tag has up to 128 letters, digits, dots, dashes and underscores, and does not begin with a dot or a dash.',
  },
  REFERENCE_DIGEST_INVALID: {
    sentence: '“{{digest}}” is not a digest.',
    advice: 'A digest is sha256: and 64 digits from 0-9 and a-f.',
  },
  REFERENCE_IS_ID: {
    sentence: '“{{reference}}” looks like an image ID, not like a name.',
    advice: 'Docker does not take 64 hexadecimal digits as a repository. Choose another name.',
  },
  REFERENCE_NEEDS_TAG: {
    sentence: '“{{reference}}” is a digest; a digest cannot be given to an image.',
    advice: 'Write a name with a tag, for example app:1.0.',
  },
  IMPORT_CHANGE_UNKNOWN: {
    sentence: 'Line {{line}}: an import cannot set “{{word}}”.',
    advice:
      'It takes CMD, ENTRYPOINT, ENV, EXPOSE, HEALTHCHECK, LABEL, ONBUILD, STOPSIGNAL, USER, VOLUME and WORKDIR.',
  },
  IMPORT_CHANGE_EMPTY: {
    sentence: 'Line {{line}}: {{word}} stands alone.',
    advice: 'Write what it sets after it, for example CMD ["sh"] or ENV NAME=value.',
  },
  IMAGE_NOT_FOUND: {
    sentence: 'The image {{image}} is not on this engine.',
    advice: 'It was probably removed a moment ago.',
  },
  IMAGE_AMBIGUOUS: {
    sentence: '“{{image}}” fits more than one image.',
    advice: 'Use more digits of the ID, or the full name.',
  },
  IMAGE_IN_USE_RUNNING: {
    sentence: 'The running container {{container}} uses {{image}}.',
    advice: 'Stop the container first. Even by force the engine does not delete an image in use.',
  },
  IMAGE_IN_USE_STOPPED: {
    sentence: 'The stopped container {{container}} uses {{image}}.',
    advice:
      'Remove the container first, or remove the image by force: the container could not be started again.',
  },
  IMAGE_HAS_CHILDREN: {
    sentence: 'Other images on this engine were built on {{image}}.',
    advice: 'Remove those images first.',
  },
  IMAGE_SEVERAL_REPOSITORIES: {
    sentence: '{{image}} has names in several repositories.',
    advice: 'Remove its names one by one, or the whole image by force.',
  },
  IMAGE_CHANGED: {
    sentence: '{{reference}} changed since you were shown what would happen.',
    advice: 'Nothing was done to it. Look at it again and decide anew.',
  },
  IMAGE_ALREADY_GONE: {
    sentence: '{{image}} was already gone.',
    advice: 'Nothing is left to do.',
  },
  CLEANUP_PLAN_GONE: {
    sentence: 'This preview is no longer remembered.',
    advice: 'Nothing was done. Make it again and look at it anew.',
  },
  CACHE_RECORD_IN_USE: {
    sentence: 'The engine kept this part of the build cache.',
    advice: 'A build uses it, or another part was built on it since you were shown what would happen.',
  },
  GIVE_BACK_IMPOSSIBLE: {
    sentence: '{{reference}} can’t be given back.',
    advice: 'The image is gone, and no registry is known to have it. Build or load it again.',
  },
  PATH_NOT_FOUND: {
    sentence: 'There is nothing at {{path}}.',
    advice: 'Paths begin with a dot and follow the names in the whole answer, for example .Config.Env.',
  },
  REGISTRY_UNREACHABLE: {
    sentence: 'The registry {{host}} does not answer.',
    advice: 'Check the address and your network, then try again.',
  },
  REGISTRY_PROXY_FAILED: {
    sentence: 'The proxy on the way to {{host}} refused or did not answer.',
    advice: 'Check the proxy settings of this machine (HTTPS_PROXY, NO_PROXY).',
  },
  REGISTRY_TIMEOUT: {
    sentence: 'The registry {{host}} did not answer in time.',
    advice: 'Try again in a moment.',
  },
  REGISTRY_TLS: {
    sentence: 'The secure connection to the registry {{host}} could not be made.',
    advice: 'Its certificate is not trusted here, has run out, or is for another name.',
  },
  REGISTRY_NOT_HTTPS: {
    sentence: 'The registry {{host}} does not speak HTTPS.',
    advice:
      'Use it without encryption only if you trust every machine on the way; that is set for each registry.',
  },
  REGISTRY_REDIRECT_REFUSED: {
    sentence: 'The registry {{host}} sent Strata on to a place where it does not follow.',
    advice: 'Nothing was sent there. Ask whoever runs the registry.',
  },
  REGISTRY_UNAUTHORIZED: {
    sentence: 'The registry {{host}} wants you to log in.',
    advice: 'Run docker login for it, then try again.',
  },
  REGISTRY_FORBIDDEN: {
    sentence: 'The registry {{host}} does not allow this.',
    advice: 'Your account lacks the right to it, or the repository does not exist for you.',
  },
  REGISTRY_NOT_FOUND: {
    sentence: 'The registry {{host}} does not have that.',
    advice: 'Check the repository, the tag and the platform.',
  },
  REGISTRY_RATE_LIMITED: {
    sentence: 'The registry {{host}} allows no more requests for now.',
    advice: 'Wait a while, or log in: accounts have a higher limit.',
  },
  REGISTRY_ERROR: {
    sentence: 'The registry {{host}} met a fault of its own.',
    advice: 'Its own words are in the details. Try again later.',
  },
  REGISTRY_ANSWER_INVALID: {
    sentence: 'The answer of {{host}} cannot be trusted or understood.',
    advice: 'It was not used. Check that the address is that of a registry.',
  },
  REGISTRY_ANSWER_HTML: {
    sentence: '{{host}} answered with a web page, not as a registry.',
    advice: 'Check the address; a login page of your network may stand in between.',
  },
  REGISTRY_ANSWER_TOO_LARGE: {
    sentence: 'The answer of {{host}} is larger than Strata accepts.',
    advice: 'It was cut off and not used.',
  },
  REGISTRY_INSECURE: {
    sentence: 'The registry {{host}} speaks plain HTTP, and the Docker Engine insists on HTTPS.',
    advice:
      'Only if you trust every machine on the way: add {{line}} to the daemon.json of the engine and restart it.',
  },
  REGISTRY_REALM_REFUSED: {
    sentence: 'The registry {{host}} sends Strata to {{realm}} for a token, where it does not go.',
    advice: 'Nothing was sent there. Ask whoever runs the registry.',
  },
  REGISTRY_LINK_REFUSED: {
    sentence: 'The list of {{host}} leads in a circle or to another place.',
    advice: 'Strata does not follow it. Ask whoever runs the registry.',
  },
  REGISTRY_SCHEMA1: {
    sentence: 'The registry {{host}} has this image only in a form of before 2016 (schema 1).',
    advice: 'Strata does not read it. Push the image again with a Docker of today.',
  },
  REGISTRY_MANIFEST_INVALID: {
    sentence:
      'What {{host}} sent as the description of this image cannot be read, or can be read in two ways.',
    advice: 'It was not used. Push the image again, or get it from another registry.',
  },
  REGISTRY_MANIFEST_TYPE: {
    sentence: 'The registry {{host}} announced another kind of document than it sent.',
    advice: 'It was not used, since two programs could take it for two different images.',
  },
  REGISTRY_DIGEST_HEADER_WRONG: {
    sentence: 'The registry {{host}} named a digest that its own answer does not have.',
    advice: 'The answer was not used: it was changed on the way, or the registry is at fault.',
  },
  REGISTRY_LENGTH_WRONG: {
    sentence: 'The registry {{host}} gives {{blob}} another length than the image says.',
    advice: 'The bytes were not used: they were changed on the way, or the registry is at fault.',
  },
  HUB_ENDPOINT_INVALID: {
    sentence: '“{{endpoint}}” cannot be used as the address of Docker Hub.',
    advice: 'Write a full https address without user name and query; http is for this machine only.',
  },
  HUB_PAGING_LIMIT: {
    sentence: 'Docker Hub gives no more of this list without an account.',
    advice: 'Narrow it down: a longer search, or a part of the tag’s name.',
  },
  CREDENTIAL_CONFIG_INVALID: {
    sentence: 'Docker’s configuration {{path}} could not be read.',
    advice: 'Repair the file, or run docker login again. Strata did not change it.',
  },
  CREDENTIAL_HELPER_NAME_INVALID: {
    sentence: 'Docker’s configuration names a credential helper that Strata does not run.',
    advice:
      'A helper’s name has letters, digits, dashes and underscores only. Check credsStore and credHelpers.',
  },
  CREDENTIAL_HELPER_MISSING: {
    sentence: 'The credential helper {{helper}} is not installed.',
    advice: 'Install docker-credential-{{helper}}, or take it out of Docker’s configuration.',
  },
  CREDENTIAL_HELPER_FAILED: {
    sentence: 'The credential helper {{helper}} gave no password.',
    advice:
      'Unlock your keychain, or run docker login again. What the helper printed is not shown: it may be a password.',
  },
  CREDENTIAL_HELPER_TIMEOUT: {
    sentence: 'The credential helper {{helper}} did not answer in time.',
    advice: 'It may be waiting for a password in another window. Try again.',
  },
  BUILD_FAILED: {
    sentence: 'The build failed.',
    advice: 'The words of the Docker Engine are in the details, the output of each step in its log.',
  },
  BUILD_STEP_FAILED: {
    sentence: 'The step “{{step}}” failed (exit code {{exitCode}}).',
    advice: 'Its last output says why. It is line {{line}} of the Dockerfile.',
  },
  BUILD_DOCKERFILE_INVALID: {
    sentence: 'Line {{line}} of {{file}} cannot be read: {{problem}}.',
    advice: 'Correct that line and build again. Nothing was built.',
  },
  BUILD_SOURCE_MISSING: {
    sentence: '“{{path}}” is not in the build context.',
    advice: 'Check its spelling, the folder that is built, and whether .dockerignore leaves it out.',
  },
  BUILD_TARGET_UNKNOWN: {
    sentence: 'The Dockerfile has no stage “{{target}}”.',
    advice: 'Choose one of its stages, or none for the last one.',
  },
  BUILD_BASE_UNAVAILABLE: {
    sentence: 'The base image {{image}} could not be had.',
    advice: 'Check its name, the way to its registry, and whether you are logged in there.',
  },
  BUILD_FRONTEND_FOREIGN: {
    sentence: 'This Dockerfile asks for the image {{image}} to read it.',
    advice:
      'That image decides what is built, in the place of the Docker Engine. Allow it only if you trust it.',
  },
  BUILD_LAYER_LOST: {
    sentence: 'The Docker Engine lost a layer while it was unpacking the new image.',
    advice:
      'Engines with the containerd image store do this now and then when a name goes to a new image. Build again; finished steps are reused.',
  },
  BUILD_NO_RESULT: {
    sentence: 'The build ended without naming an image.',
    advice: 'It does not count as done. Build again; finished steps are reused.',
  },
  BUILD_RESULT_MISMATCH: {
    sentence: 'After the build, {{reference}} does not point at the image that was built.',
    advice: 'Something else moved the name meanwhile. Look at both images, then tag the right one.',
  },
  CONTEXT_NOT_FOLDER: {
    sentence: '{{path}} is not a folder that can be built.',
    advice: 'Choose the folder with the files that the Dockerfile copies.',
  },
  CONTEXT_NO_DOCKERFILE: {
    sentence: 'There is no Dockerfile at {{path}}.',
    advice: 'Choose the file, or add one named Dockerfile to the folder.',
  },
  CONTEXT_UNREADABLE: {
    sentence: '{{path}} cannot be read.',
    advice: 'Change its permissions, or leave it out by a line in .dockerignore.',
  },
  CONTEXT_FILE_CHANGED: {
    sentence: '{{path}} became shorter while it was being sent.',
    advice: 'Build again when nothing writes to it, or leave it out by a line in .dockerignore.',
  },
  CONTEXT_LINK_OUTSIDE: {
    sentence: '“{{path}}” is a link to {{target}}, which is outside of the folder.',
    advice: 'Put the file itself into the folder: a build sends nothing from elsewhere.',
  },
  CONTEXT_NOT_A_FILE: {
    sentence: '“{{path}}” is a pipe, a socket or a device, and not a file.',
    advice: 'Copy something else, or leave it out of the Dockerfile: only files, folders and links are sent.',
  },
  CONTEXT_IGNORE_INVALID: {
    sentence: 'Line {{line}} of {{file}} is not a pattern: {{pattern}}',
    advice: 'Close the bracket, or put a backslash before it. Nothing was sent.',
  },
  CONTEXT_TOO_MANY_FILES: {
    sentence: 'The folder has more than {{limit}} files.',
    advice: 'Choose a smaller folder, or leave parts of it out by lines in .dockerignore.',
  },
  CONTEXT_PATH_INVALID: {
    sentence: 'The name of {{path}} cannot be sent to a Docker Engine.',
    advice: 'Rename it, or leave it out by a line in .dockerignore.',
  },
  STREAM_BROKEN: {
    sentence: 'The connection to the Docker Engine broke before the work was done.',
    advice: 'It does not count as done. Check that the engine runs, then try again.',
  },
  STREAM_INVALID: {
    sentence: 'The Docker Engine sent something that cannot be understood.',
    advice: 'The work does not count as done. What was sent is in the details.',
  },
  PLATFORM_MISSING: {
    sentence: '{{reference}} does not come for {{platform}}.',
    advice: 'Choose another platform or tag; the registry lists which ones there are.',
  },
  TRANSFER_UNVERIFIED: {
    sentence: 'The Docker Engine said that it was done, but {{reference}} is not there as it should be.',
    advice: 'It does not count as done. Try again; layers that arrived are reused.',
  },
  ARCHIVE_INVALID: {
    sentence: 'The archive {{name}} is not whole: {{problem}}.',
    advice: 'It could not be loaded later, so it was not kept or not sent. Save or download it again.',
  },
  ARCHIVE_REFUSED: {
    sentence: 'The Docker Engine could not take the archive {{name}}.',
    advice: 'Its own words are in the details. The file may be damaged or of another kind.',
  },
  ARCHIVE_IS_ROOTFS: {
    sentence: '{{name}} holds the files of a container, not a saved image.',
    advice:
      'Import it: it becomes an image of one layer, without the settings of the image that it came from.',
  },
  ARCHIVE_NO_IMAGE: {
    sentence: 'The Docker Engine named no image in {{name}}.',
    advice: 'Nothing was loaded. The file may be empty or of another kind.',
  },
  CONTENTS_GONE: {
    sentence: 'This image is no longer open.',
    advice: 'Open it again; layers that were read are remembered.',
  },
  CONTENTS_UNREAD: {
    sentence: 'The layers of this image were not read yet.',
    advice: 'Read them first.',
  },
  CONTENTS_NO_IMAGE: {
    sentence: '{{name}} holds no image that can be read here.',
    advice: 'It may hold other things than container images, or images whose parts are somewhere else.',
  },
  CONTENTS_INCOMPLETE: {
    sentence: 'Not all layers of {{name}} could be had.',
    advice: 'Where it lies, parts of it are missing. Pull or load it again.',
  },
  CONTENTS_STOPPED: {
    sentence: 'Opening was cancelled.',
    advice: 'Nothing is kept of it. Open it again when you like.',
  },
  CONTENTS_TOO_LARGE: {
    sentence:
      'This image is too large to be kept on the disk for reading files: {{size}} GB, of {{limit}} GB at most.',
    advice: 'Save it into a file of your own and open that file.',
  },
  CONTENTS_FILE_GONE: {
    sentence: 'There is no such file in this image.',
    advice: 'Choose it in the list again.',
  },
  SOURCE_DIGEST_MISMATCH: {
    sentence: '{{blob}} has other bytes than its digest says.',
    advice: 'The image is damaged where it lies. Nothing of it was kept; get it again from where it came.',
  },
  SOURCE_TRUNCATED: {
    sentence: '{{blob}} ends in the middle.',
    advice: 'The image is damaged where it lies, or the connection broke. Get it again, or try once more.',
  },
  SOURCE_DAMAGED: {
    sentence: '{{name}} is damaged and cannot be read to its end.',
    advice: 'Save or download it again.',
  },
  SOURCE_DOCUMENT_INVALID: {
    sentence: '{{blob}} should describe the image, but cannot be read.',
    advice: 'The image is damaged, or was written by a program that does it differently. Get it again.',
  },
  SOURCE_DOCUMENT_TOO_LARGE: {
    sentence: '{{blob}} has more than {{limit}} MiB, which no real image needs.',
    advice: 'Strata does not read it, so that it cannot fill the memory. Get the image from another place.',
  },
  SOURCE_TOO_MANY: {
    sentence: '{{name}} lists more than {{limit}} files or images.',
    advice: 'Strata does not open it, so that it cannot fill the memory.',
  },
  SOURCE_NO_IMAGE: {
    sentence: 'There is no image in {{name}}.',
    advice: 'Choose what docker save wrote, an OCI archive, or the folder of an OCI layout.',
  },
  SOURCE_NOT_LAYOUT: {
    sentence: 'The folder {{name}} is no OCI layout.',
    advice: 'Choose the folder that has the files oci-layout and index.json in it.',
  },
  SOURCE_IMAGE_MISSING: {
    sentence: '{{image}} was asked for, but did not come.',
    advice: 'It may have been removed or renamed a moment ago. Look at the list, then try again.',
  },
  SOURCE_BLOB_MISSING: {
    sentence: '{{blob}} belongs to the image, but is not there.',
    advice: 'The image is not whole where it lies. Get it again, for example by a pull.',
  },
  SOURCE_LINK_OUTSIDE: {
    sentence: '{{path}} is a link that leads out of the folder.',
    advice: 'Strata does not follow it. Copy what it leads to into the folder, if you trust it.',
  },
  SOURCE_PACKING_UNKNOWN: {
    sentence: '{{name}} is packed in a way that Strata cannot look into ({{packing}}).',
    advice:
      'An engine unpacks it by itself: it can be loaded as it is. To look inside, unpack it, or pack it with gzip or zstd, and open that.',
  },
  LAYER_TAR_INVALID: {
    sentence: 'The layer {{blob}} is damaged: {{reason}}.',
    advice: 'Get the image again from where it came. The place in the layer is in the details.',
  },
  LAYER_PACKING_UNKNOWN: {
    sentence: 'The layer {{blob}} is neither a tar nor packed in a way that Strata reads.',
    advice: 'Strata reads layers that are plain, gzip or zstd. It may be encrypted, or of another kind.',
  },
  LAYER_PACKING_DAMAGED: {
    sentence: 'The layer {{blob}} cannot be unpacked to its end ({{packing}}).',
    advice: 'The image is damaged where it lies. Get it again from where it came.',
  },
  LAYER_LIMIT_BYTES: {
    sentence: 'The layer {{blob}} has more than {{max}} GiB when unpacked.',
    advice:
      'Strata stopped there, so that a small file cannot keep it busy forever. You can raise the limit and read on.',
  },
  LAYER_LIMIT_RATIO: {
    sentence: 'The layer {{blob}} grows to more than {{max}} times its size when unpacked.',
    advice:
      'That is how a bomb is made, or a file of nothing but zeros. If you trust it, raise the limit and read on.',
  },
  LAYER_LIMIT_ENTRIES: {
    sentence: 'The layer {{blob}} has more than {{max}} files and folders.',
    advice: 'Strata stopped there, so that it cannot fill the memory. You can raise the limit and read on.',
  },
  LAYER_LIMIT_NAMES: {
    sentence: 'The names in the layer {{blob}} take more than {{max}} MiB.',
    advice: 'Strata stopped there, so that it cannot fill the memory. You can raise the limit and read on.',
  },
  CONTAINER_NOT_FOUND: {
    sentence: 'There is no container {{container}} on this engine.',
    advice: 'It was probably removed a moment ago.',
  },
  CONTAINER_NAME_TAKEN: {
    sentence: 'The name {{name}} belongs to the container {{container}}, made from {{image}}.',
    advice: 'Choose another name, or replace that container.',
  },
  CONTAINER_NAME_INVALID: {
    sentence: '“{{name}}” cannot be the name of a container.',
    advice: 'Begin with a letter or digit; then letters, digits, dots, dashes and underscores.',
  },
  CONTAINER_FOREIGN: {
    sentence: 'Strata did not start the container {{container}}.',
    advice: 'It is left alone. Name it on purpose if it shall go.',
  },
  CONTAINER_RUNNING: {
    sentence: 'The container {{container}} is running.',
    advice: 'Stop it first.',
  },
  RUN_PORT_TAKEN: {
    sentence: 'The port {{port}} of the host is in use.',
    advice: 'Choose another port, or end the program that has it.',
  },
  RUN_PORT_HELD: {
    sentence: 'The container {{container}} has the port {{port}} of the host.',
    advice: 'Choose another port, or replace that container.',
  },
  RUN_COMMAND_INVALID: {
    sentence: 'The image cannot run “{{command}}”.',
    advice:
      'That program is not in the image (docker run ends with 127 then), or may not be executed (126). Check the command and the entrypoint.',
  },
  RUN_NO_COMMAND: {
    sentence: '{{image}} does not say what to run.',
    advice: 'Write a command. An image made by importing an archive has none.',
  },
  RUN_REFUSED: {
    sentence: 'The Docker Engine could not run {{image}}.',
    advice: 'Its own words are in the details.',
  },
  FILE_READ_FAILED: {
    sentence: 'The file {{name}} could not be read.',
    advice: 'Check that it is still there and that you may read it.',
  },
  FILE_WRITE_FAILED: {
    sentence: 'The file {{name}} could not be written.',
    advice: 'Check that the folder exists and that you may write there. No half-written file was left.',
  },
  FILE_DISK_FULL: {
    sentence: 'The disk is full; the file {{name}} could not be written.',
    advice: 'Free some space or choose another place. No half-written file was left.',
  },
}
