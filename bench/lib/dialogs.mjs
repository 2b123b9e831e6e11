/** The system's dialogs answer with this path from now on, as if a person had chosen it. */
export async function answerDialogs(app, path) {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] })
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen })
  }, path)
}
